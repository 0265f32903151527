import { startWordpressServer } from '../doubles/wordpress-server.ts';
import { JITTER_SECONDS, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { busyHour, nextHour, type PlannedPost, spreadOver } from './planned-post.ts';
import { runSeedLoop } from './seed-loop.ts';
import { percentile, ratio, seconds, table } from './statistics.ts';
import { latenessOf } from './visible-calls.ts';

const SHARES = [0.5, 0.95, 0.99, 1];

/** How late posts become public, beside a loop that a cron starts each minute. */
export async function benchLateness(): Promise<string> {
  const hour = await compare(
    '1,000 posts in an hour, as people choose their times: 130 due at each quarter, 60 at each other full five minutes',
    busyHour,
  );
  const minute = await compare('200 posts spread evenly over a minute', (due) => spreadOver(200, due, 60_000));
  return hour + minute;
}

async function compare(what: string, plan: (due: number) => PlannedPost[]): Promise<string> {
  const figures = (late: number[]) => SHARES.map((share) => percentile(late, share));
  const herald = figures(await heraldsLateness(plan));
  const loop = figures(await loopsLateness(plan));
  return table(
    `Lateness at the same stand-in (WordPress), Scheduler's jitter ${JITTER_SECONDS} s\n${what}`,
    ['', 'p50 s', 'p95 s', 'p99 s', 'max s'],
    [
      ['Herald', ...herald.map(seconds)],
      ['cron each minute, 20 a run', ...loop.map(seconds)],
      ['ratio', ...herald.map((value, index) => ratio(loop[index]!, value))],
    ],
  );
}

function heraldsLateness(plan: (due: number) => PlannedPost[]): Promise<number[]> {
  return withHerald(async (run) => {
    const posts = plan(nextHour());
    await schedulePosts(run, posts);
    await letThemPublish(run, posts);
    return latenessOf(run.standIn, posts);
  });
}

async function loopsLateness(plan: (due: number) => PlannedPost[]): Promise<number[]> {
  const standIn = await startWordpressServer();
  try {
    const hour = nextHour();
    const posts = plan(hour);
    await runSeedLoop(standIn, posts, hour - 30_000);
    return await latenessOf(standIn, posts);
  } finally {
    await standIn.close();
  }
}
