import { startWordpressServer } from '../doubles/wordpress-server.ts';
import { JITTER_SECONDS, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { dueAtOnce, nextHour } from './planned-post.ts';
import { runSeedLoop } from './seed-loop.ts';
import { percentile, ratio, seconds, table } from './statistics.ts';
import { latenessOf } from './visible-calls.ts';

const POSTS = 1000;
const SAMPLE_MS = 200;

/** How fast a burst drains: from its due moment to the last post that the stand-in made public. */
export async function benchBurst(): Promise<string> {
  const { result: herald, peakMegabytes } = await withPeakMemory(heraldsBurst);
  const loop = await loopsBurst();
  const last = (late: number[]) => percentile(late, 1);
  const rate = (late: number[]) => (POSTS * 1000) / last(late);
  const row = (late: number[]) => [seconds(percentile(late, 0.5)), seconds(last(late)), rate(late)];
  return table(
    `${POSTS} posts due at one moment (jitter ${JITTER_SECONDS} s). The whole local cloud, functions and stand-in took\n` +
      `${peakMegabytes} MB at most`,
    ['', 'half of them after s', 'all after s', 'posts a second'],
    [
      ['Herald', ...row(herald)],
      ['cron each minute, 20 a run', ...row(loop)],
      [
        'ratio',
        ratio(percentile(loop, 0.5), percentile(herald, 0.5)),
        ratio(last(loop), last(herald)),
        ratio(rate(herald), rate(loop)),
      ],
    ],
  );
}

function heraldsBurst(): Promise<number[]> {
  return withHerald(async (run) => {
    const posts = dueAtOnce(POSTS, nextHour());
    await schedulePosts(run, posts);
    await letThemPublish(run, posts);
    return latenessOf(run.standIn, posts);
  });
}

async function loopsBurst(): Promise<number[]> {
  const standIn = await startWordpressServer();
  try {
    const due = nextHour();
    const posts = dueAtOnce(POSTS, due);
    await runSeedLoop(standIn, posts, due - 30_000);
    return await latenessOf(standIn, posts);
  } finally {
    await standIn.close();
  }
}

async function withPeakMemory<Result>(work: () => Promise<Result>): Promise<{ result: Result; peakMegabytes: number }> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_MS);
  try {
    const result = await work();
    return { result, peakMegabytes: Math.round(peak / 2 ** 20) };
  } finally {
    clearInterval(timer);
  }
}
