import { startWordpressServer } from '../doubles/wordpress-server.ts';
import { ownCpu } from './cpu.ts';
import type { Report } from './figures.ts';
import { JITTER_SECONDS, letThemPublish, schedulePosts, withHerald } from './herald-run.ts';
import { besidePeer } from './peer/beside-peer.ts';
import { leadFor, letPeerPublish, schedulePeersPosts, withPeer } from './peer/peer-run.ts';
import { dueAtOnce, nextHour } from './planned-post.ts';
import { runSeedLoop } from './seed-loop.ts';
import { percentile, seconds, table } from './statistics.ts';
import { latenessOf, visibleCalls } from './visible-calls.ts';
import type { Size } from './workload.ts';

const POSTS = 1000;
const SAMPLE_MS = 200;
/** The check messages that follow each post come 26 seconds later. */
const AFTERWARDS_MS = 60_000;

interface Burst {
  late: number[];
  /** From the first request to the last post that is on record, in milliseconds of all processes. */
  cpu?: number;
  /** The same until nothing is left to do. */
  cpuWithChecks?: number;
}

/** How fast a burst drains: from its due moment to the last post that the stand-in made public. */
export async function benchBurst(size: Size): Promise<Report> {
  const posts = size(POSTS);
  const { result: herald, peakMegabytes } = await withPeakMemory(() => heraldsBurst(posts));
  const peer = await besidePeer(() => peersBurst(posts));
  const loop = await loopsBurst(posts);
  const rate = ({ late }: Burst) => (posts * 1000) / percentile(late, 1);
  const row = (name: string, burst: Burst) => [
    name,
    seconds(percentile(burst.late, 0.5)),
    seconds(percentile(burst.late, 1)),
    rate(burst),
    ...[burst.cpu, burst.cpuWithChecks].map((cpu) => (cpu === undefined ? '' : cpu / posts)),
  ];
  const text = table(
    `${posts} posts due at one moment (jitter ${JITTER_SECONDS} s). The whole local cloud with all functions took ${peakMegabytes} MB at\n` +
      'most. CPU: all processes of each but the site and the callers, from the first request on',
    ['', 'half of them after s', 'all after s', 'posts a second', 'CPU ms a post', 'with checks'],
    [
      row('Herald', herald),
      ...(peer ? [row('BullMQ, Redis, PostgreSQL', peer)] : []),
      row('cron each minute, 20 a run', loop),
    ],
  );
  const due = `${posts.toLocaleString('en')} posts due at one moment`;
  return {
    text,
    figures: [
      { what: due, unit: 'posts a second', herald: rate(herald), peer: peer && rate(peer) },
      {
        what: `${due}, to published`,
        unit: 'CPU ms a post',
        herald: herald.cpu! / posts,
        peer: peer && peer.cpu / posts,
      },
      {
        what: `${due}, checks included`,
        unit: 'CPU ms a post',
        herald: herald.cpuWithChecks! / posts,
        peer: peer && peer.cpu / posts,
      },
    ],
  };
}

function heraldsBurst(count: number): Promise<Burst> {
  return withHerald(async (run) => {
    const posts = dueAtOnce(count, nextHour());
    const before = ownCpu();
    await schedulePosts(run, posts);
    const calls = await letThemPublish(run, posts);
    const cpu = ownCpu() - before;
    await run.herald.cloud.advance(AFTERWARDS_MS);
    return { late: latenessOf(calls, posts), cpu, cpuWithChecks: ownCpu() - before };
  });
}

function peersBurst(count: number) {
  return withPeer(async (run) => {
    const posts = dueAtOnce(count, Date.now() + leadFor(count));
    const before = run.cpu();
    await schedulePeersPosts(run, posts);
    const calls = await letPeerPublish(run, posts);
    return { late: latenessOf(calls, posts), cpu: run.cpu() - before };
  });
}

async function loopsBurst(count: number): Promise<Burst> {
  const standIn = await startWordpressServer();
  try {
    const due = nextHour();
    const posts = dueAtOnce(count, due);
    await runSeedLoop(standIn, posts, due - 30_000);
    return { late: latenessOf(await visibleCalls(standIn), posts) };
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
