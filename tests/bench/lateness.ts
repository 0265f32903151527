import { startWordpressServer } from '../doubles/wordpress-server.ts';
import { type HeraldRun, JITTER_SECONDS, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { busyHour, nextHour, type PlannedPost, spreadOver } from './planned-post.ts';
import { runSeedLoop } from './seed-loop.ts';
import { percentile, ratio, seconds, table } from './statistics.ts';
import { latenessOf } from './visible-calls.ts';

const SHARES = [0.5, 0.95, 0.99, 1];

interface Workload {
  what: string;
  plan: (due: number) => PlannedPost[];
}

const workloads: Workload[] = [
  {
    what: '1,000 posts in an hour, as people choose their times: 130 due at each quarter, 60 at each other full five minutes',
    plan: busyHour,
  },
  { what: '200 posts spread evenly over a minute', plan: (due) => spreadOver(200, due, 60_000) },
];

/** How late posts become public, beside a loop that a cron starts each minute. */
export async function benchLateness(): Promise<string> {
  const herald = await withHerald(async (run) => {
    const late: number[][] = [];
    for (const { plan } of workloads) late.push(await heraldsLateness(run, plan));
    return late;
  });
  let text = '';
  for (const [index, workload] of workloads.entries()) {
    text += sideBySide(workload.what, herald[index]!, await loopsLateness(workload.plan));
  }
  return text;
}

function sideBySide(what: string, herald: number[], loop: number[]): string {
  const figures = (late: number[]) => SHARES.map((share) => percentile(late, share));
  const others = figures(loop);
  return table(
    `Lateness at the same stand-in (WordPress), Scheduler's jitter ${JITTER_SECONDS} s\n${what}`,
    ['', 'p50 s', 'p95 s', 'p99 s', 'max s'],
    [
      ['Herald', ...figures(herald).map(seconds)],
      ['cron each minute, 20 a run', ...others.map(seconds)],
      ['ratio', ...figures(herald).map((value, index) => ratio(others[index]!, value))],
    ],
  );
}

async function heraldsLateness(run: HeraldRun, plan: Workload['plan']): Promise<number[]> {
  const posts = plan(nextHour());
  await schedulePosts(run, posts);
  await letThemPublish(run, posts);
  return latenessOf(run.standIn, posts);
}

async function loopsLateness(plan: Workload['plan']): Promise<number[]> {
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
