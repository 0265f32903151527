import { setTimeout as wait } from 'node:timers/promises';
import { startWordpressServer, type WordpressDouble } from '../doubles/wordpress-server.ts';
import { type Herald, startHerald } from '../support/herald.ts';
import { checked } from './checked.ts';
import type { PlannedPost } from './planned-post.ts';
import { countVisibleCalls } from './visible-calls.ts';

/** Scheduler fires anywhere in a minute, as on AWS. */
export const JITTER_SECONDS = 60;
const AT_A_TIME = 8;
/** The first wake-ups come two minutes before the due moment. */
const WAKE_AHEAD_MS = 125_000;
const REAL_TIME_AHEAD_MS = 5_000;
const STEP_MS = 1_000;
const PATIENCE_MS = 600_000;

export interface HeraldRun {
  herald: Herald;
  standIn: WordpressDouble;
  platformId: string;
}

/** An empty Herald with one WordPress site connected. */
export async function withHerald<Result>(
  work: (run: HeraldRun) => Promise<Result>,
  options: Parameters<typeof startHerald>[0] = {},
): Promise<Result> {
  const standIn = await startWordpressServer();
  const herald = await startHerald({ jitterSeconds: JITTER_SECONDS, ...options });
  try {
    const { username, appPassword, url } = standIn;
    const { body } = await checked(
      herald.api('POST', '/api/v1/platforms', {
        kind: 'wordpress',
        name: 'Bench',
        publishConfig: { apiUrl: url },
        credentials: { username, appPassword },
      }),
    );
    return await work({ herald, standIn, platformId: body.id });
  } finally {
    await herald.close();
    await standIn.close();
  }
}

export async function schedulePosts({ herald, platformId }: HeraldRun, posts: PlannedPost[]): Promise<void> {
  const left = [...posts];
  const caller = async () => {
    for (let post = left.shift(); post !== undefined; post = left.shift()) {
      const { title, body, due } = post;
      const scheduledFor = new Date(due).toISOString();
      await checked(herald.api('POST', '/api/v1/distributions', { platformId, title, body, scheduledFor }));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, caller));
  await herald.cloud.idle();
}

/**
 * Lets the posts' due moments come. Wherever lateness could arise time is real: the clock is moved only while nothing
 * runs and no message is visible, never within five seconds before a due moment, and then not before every post of that
 * moment is public. While wake-ups come it moves by a second at a time, so that they come as spread as they would.
 */
export async function letThemPublish({ herald, standIn }: HeraldRun, posts: PlannedPost[]): Promise<void> {
  const visible = countVisibleCalls(standIn);
  let shown = 0;
  const moments = [...new Set(posts.map(({ due }) => due))].sort((a, b) => a - b);
  for (const moment of moments) {
    await herald.cloud.idle();
    await approach(herald, moment);
    const expected = posts.filter(({ due }) => due <= moment).length;
    const give = performance.now() + PATIENCE_MS;
    while (visible() < expected) {
      if (performance.now() > give) throw new Error(`Only ${visible()} of ${expected} posts were published.`);
      await wait(50);
    }
    if (visible() > shown) process.stderr.write(`\rpublished ${visible()} of ${posts.length} `);
    shown = visible();
  }
  await herald.cloud.idle();
  process.stderr.write('\n');
}

async function approach({ cloud }: Herald, moment: number): Promise<void> {
  const quiet = moment - WAKE_AHEAD_MS - Date.now();
  if (quiet > 0) await cloud.advance(quiet);
  for (;;) {
    const left = moment - REAL_TIME_AHEAD_MS - Date.now();
    if (left <= 0) return;
    await cloud.advance(Math.min(STEP_MS, left));
  }
}
