import { setTimeout as wait } from 'node:timers/promises';
import type { DemoClient } from './demo-client.ts';

export interface DemoPost {
  /** What the demonstration calls it. */
  label: string;
  id: string;
  scheduledFor: string;
}

export interface FinishedPost extends DemoPost {
  status: string;
  lateByMs?: number;
  externalUrl?: string;
}

interface Distribution {
  status: string;
  lateByMs?: number;
  externalUrl?: string;
  errorMessage?: string;
}

const POLL_MILLISECONDS = 200;
const PATIENCE_MILLISECONDS = 60_000;
/** A post in one of these states goes on by itself. */
const UNDER_WAY = new Set(['draft', 'publish_requested', 'scheduled', 'preparing', 'publishing', 'unknown']);
/** How the demonstration puts the events of a post's life. */
const STEPS: Record<string, string> = {
  DISTRIBUTION_PREPARED: 'prepared',
  DISTRIBUTION_PUBLISHING: 'publishing',
};

/** Tells each further step of a scheduled post from its event log, until it is published or has failed. */
export async function followPost(
  client: DemoClient,
  post: DemoPost,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<FinishedPost> {
  const giveUpAt = performance.now() + PATIENCE_MILLISECONDS;
  let told = 0;
  while (performance.now() < giveUpAt) {
    const { items } = await client.get<{ items: { type: string }[] }>(`/distributions/${post.id}/events?limit=100`);
    for (const { type } of items.slice(told)) {
      const step = STEPS[type];
      if (step) tell(`${post.label}  ${step}`);
    }
    told = items.length;
    const state = await client.get<Distribution>(`/distributions/${post.id}`);
    if (!UNDER_WAY.has(state.status)) {
      tell(`${post.label}  ${endOf(state)}`);
      return { ...post, ...state };
    }
    await wait(POLL_MILLISECONDS, undefined, { signal });
  }
  throw new Error(`${post.label} was not published within a minute`);
}

function endOf({ status, lateByMs, errorMessage }: Distribution): string {
  if (status !== 'published') return [status, errorMessage].filter(Boolean).join(': ');
  return lateByMs === undefined ? status : `${status}, ${lateByMs} ms after its time`;
}
