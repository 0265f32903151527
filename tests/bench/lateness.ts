import { startWordpressServer } from '../doubles/wordpress-server.ts';
import type { Report } from './figures.ts';
import { type HeraldRun, JITTER_SECONDS, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { besidePeer } from './peer/beside-peer.ts';
import { leadFor, letPeerPublish, schedulePeersPosts, withPeer } from './peer/peer-run.ts';
import { busyHour, nextHour, type PlannedPost, spreadOver } from './planned-post.ts';
import { runSeedLoop } from './seed-loop.ts';
import { percentile, ratio, seconds, table } from './statistics.ts';
import { latenessOf, visibleCalls } from './visible-calls.ts';
import type { Size } from './workload.ts';

const SHARES = [0.5, 0.95, 0.99, 1];
const SPREAD_POSTS = 200;
const SPREAD_MS = 60_000;
const HOUR_POSTS = 1000;

type Plan = (due: number) => PlannedPost[];

/** How late posts become public, beside the peer and beside a loop that a cron starts each minute. */
export async function benchLateness(size: Size): Promise<Report> {
  const spread = size(SPREAD_POSTS);
  const hour = size(HOUR_POSTS);
  const overAMinute: Plan = (due) => spreadOver(spread, due, SPREAD_MS);
  const overAnHour: Plan = (due) => busyHour(due).slice(0, hour);
  const herald = await withHerald(async (run) => ({
    minute: await heraldsLateness(run, overAMinute),
    hour: await heraldsLateness(run, overAnHour),
  }));
  const peer = await besidePeer(() => peersLateness(overAMinute, leadFor(spread)));
  const loop = { minute: await loopsLateness(overAMinute), hour: await loopsLateness(overAnHour) };
  const text = [
    sideBySide(`${spread} posts spread evenly over a minute`, herald.minute, loop.minute, peer),
    sideBySide(
      `${hour} posts in an hour, as people choose their times: 130 due at each quarter, 60 at each other full five minutes`,
      herald.hour,
      loop.hour,
    ),
  ].join('');
  const figures = [0.5, 0.99].map((share) => ({
    what: `${spread} posts over a minute, jitter ${JITTER_SECONDS} s, p${share * 100}`,
    unit: 'ms late',
    herald: percentile(herald.minute, share),
    peer: peer && percentile(peer, share),
  }));
  return { text, figures };
}

function sideBySide(what: string, herald: number[], loop: number[], peer?: number[]): string {
  const figures = (late: number[]) => SHARES.map((share) => percentile(late, share));
  const others = figures(loop);
  return table(
    `Lateness at stand-ins that are alike (WordPress), Scheduler's jitter ${JITTER_SECONDS} s\n${what}`,
    ['', 'p50 s', 'p95 s', 'p99 s', 'max s'],
    [
      ['Herald', ...figures(herald).map(seconds)],
      ...(peer ? [['BullMQ, Redis, PostgreSQL', ...figures(peer).map(seconds)]] : []),
      ['cron each minute, 20 a run', ...others.map(seconds)],
      ['cron : Herald', ...figures(herald).map((value, index) => ratio(others[index]!, value))],
    ],
  );
}

async function heraldsLateness(run: HeraldRun, plan: Plan): Promise<number[]> {
  const posts = plan(nextHour());
  await schedulePosts(run, posts);
  return latenessOf(await letThemPublish(run, posts), posts);
}

function peersLateness(plan: Plan, lead: number): Promise<number[]> {
  return withPeer(async (run) => {
    const posts = plan(Date.now() + lead);
    await schedulePeersPosts(run, posts);
    return latenessOf(await letPeerPublish(run, posts), posts);
  });
}

async function loopsLateness(plan: Plan): Promise<number[]> {
  const standIn = await startWordpressServer();
  try {
    const hour = nextHour();
    const posts = plan(hour);
    await runSeedLoop(standIn, posts, hour - 30_000);
    return latenessOf(await visibleCalls(standIn), posts);
  } finally {
    await standIn.close();
  }
}
