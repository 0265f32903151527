import type { Herald } from '../support/herald.ts';
import { runAdmin } from '../support/operator.ts';
import { startLoad } from './beside/load.ts';
import type { Target } from './beside/load-process.ts';
import { ownCpu } from './cpu.ts';
import type { Report } from './figures.ts';
import { besidePeer } from './peer/beside-peer.ts';
import { withPeer } from './peer/peer-run.ts';
import { table } from './statistics.ts';
import type { Size } from './workload.ts';

const REQUESTS = 4000;
const CALLERS = 8;
const DAY_MS = 86_400_000;

interface Throughput {
  perSecond: number;
  cpuPerRequest: number;
}

/** How many requests a second are answered while several callers plan, read and list posts. */
export async function benchThroughput(herald: Herald, platformId: string, size: Size): Promise<Report> {
  const requests = size(REQUESTS);
  // One key asks for more than its limit allows unless an operator raises it.
  for (const name of ['requestsPerMinuteAndKey', 'requestsPerMinute']) {
    const { code, output } = await runAdmin(
      herald,
      'set-limit',
      '--tenant',
      herald.tenantId,
      '--name',
      name,
      '--value',
      '60000',
    );
    if (code !== 0) throw new Error(`The limit ${name} was not raised: ${output}`);
  }
  const own = await measure({ url: herald.cloud.url, apiKey: herald.apiKey }, platformId, requests, ownCpu);
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

async function measure(target: Target, platformId: string, requests: number, cpu: () => number): Promise<Throughput> {
  const load = await startLoad();
  const run = (count: number) =>
    load.ask('throughput', { target, platformId, from: Date.now() + DAY_MS, requests: count, callers: CALLERS });
  try {
    await run(Math.ceil(requests / 5));
    const before = cpu();
    const perSecond = await run(requests);
    return { perSecond, cpuPerRequest: (cpu() - before) / requests };
  } finally {
    await load.close();
  }
}
