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
  preparedAt?: string;
  attempts: unknown[];
  lateByMs?: number;
  externalUrl?: string;
  errorMessage?: string;
}

const POLL_MILLISECONDS = 200;
const PATIENCE_MILLISECONDS = 60_000;
/** A post in one of these states goes on by itself. */
const UNDER_WAY = new Set(['draft', 'publish_requested', 'scheduled', 'preparing', 'publishing', 'unknown']);

/** Tells each further step of a scheduled post, until it is published or has failed. */
export async function followPost(
  client: DemoClient,
  post: DemoPost,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<FinishedPost> {
  const giveUpAt = performance.now() + PATIENCE_MILLISECONDS;
  const told = new Set<string>();
  while (performance.now() < giveUpAt) {
    const state = await client.get<Distribution>(`/distributions/${post.id}`);
    for (const step of stepsOf(state)) {
      if (!told.has(step)) tell(`${post.label}  ${step}`);
      told.add(step);
    }
    if (!UNDER_WAY.has(state.status)) {
      tell(`${post.label}  ${endOf(state)}`);
      return { ...post, ...state };
    }
    await wait(POLL_MILLISECONDS, undefined, { signal });
  }
  throw new Error(`${post.label} was not published within a minute`);
}

/** How far the post has come. */
function stepsOf({ preparedAt, attempts }: Distribution): string[] {
  return [...(preparedAt === undefined ? [] : ['prepared']), ...(attempts.length === 0 ? [] : ['publishing'])];
}

function endOf({ status, lateByMs, errorMessage }: Distribution): string {
  if (status !== 'published') return [status, errorMessage].filter(Boolean).join(': ');
  return lateByMs === undefined ? status : `${status}, ${lateByMs} ms after its time`;
}
