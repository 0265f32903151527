import type { Herald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';
import { startLoad } from './beside/load.ts';
import type { Target } from './beside/load-process.ts';
import { ownCpu } from './cpu.ts';
import type { Report } from './figures.ts';
import { onSandbox } from './on-sandbox.ts';
import { besidePeer } from './peer/beside-peer.ts';
import { withPeer } from './peer/peer-run.ts';
import { table } from './statistics.ts';
import type { Size } from './workload.ts';

const REQUESTS = 4000;
const WARM_UP_REQUESTS = 400;
const CALLERS = 8;
const MOST_PER_MINUTE = 60_000;
const DAY_MS = 86_400_000;

interface Throughput {
  perSecond: number;
  cpuPerRequest: number;
}

/** How many requests a second are answered while several callers plan, read and list posts. */
export async function benchThroughput(size: Size): Promise<Report> {
  const requests = size(REQUESTS);
  const own = await onSandbox(async (herald, platformId) => {
    await raiseLimits(herald);
    const { cloud, apiKey } = herald;
    // What the stream brings after a request belongs to it.
    const cpu = async () => {
      await cloud.idle();
      return ownCpu();
    };
    return measure({ url: cloud.url, apiKey }, platformId, requests, cpu);
  });
  const peer = await besidePeer(() => withPeer(({ target, cpu }) => measure(target, 'site', requests, cpu)));
  const row = (name: string, { perSecond, cpuPerRequest }: Throughput) => [name, perSecond, cpuPerRequest];
  const what = `${CALLERS} callers, a quarter plans, the rest reads`;
  return {
    text: table(
      `${requests} requests of ${CALLERS} callers at once: each plans a post, reads it, lists 20, reads it again`,
      ['', 'requests a second', 'CPU ms a request'],
      [row('Herald', own), ...(peer ? [row('BullMQ, Redis, PostgreSQL', peer)] : [])],
    ),
    figures: [
      { what, unit: 'requests a second', herald: own.perSecond, peer: peer?.perSecond },
      { what, unit: 'CPU ms a request', herald: own.cpuPerRequest, peer: peer?.cpuPerRequest },
    ],
  };
}

/** One key asks for more than its limit allows unless an operator raises it. */
async function raiseLimits(herald: Herald): Promise<void> {
  for (const name of ['requestsPerMinuteAndKey', 'requestsPerMinute']) {
    const limit = ['--tenant', herald.tenantId, '--name', name, '--value', String(MOST_PER_MINUTE)];
    const { code, output } = await runAdmin(herald, 'set-limit', ...limit);
    if (code !== 0) throw new Error(`The limit ${name} was not raised: ${output}`);
  }
}

async function measure(
  target: Target,
  platformId: string,
  requests: number,
  cpu: () => number | Promise<number>,
): Promise<Throughput> {
  const load = await startLoad();
  const run = (count: number) =>
    load.ask('throughput', { target, platformId, from: Date.now() + DAY_MS, requests: count, callers: CALLERS });
  try {
    await run(WARM_UP_REQUESTS);
    const before = await cpu();
    const perSecond = await run(requests);
    return { perSecond, cpuPerRequest: ((await cpu()) - before) / requests };
  } finally {
    await load.close();
  }
}
