import { startLoad } from './beside/load.ts';
import type { Target } from './beside/load-process.ts';
import type { Figure, Report } from './figures.ts';
import { onSandbox } from './on-sandbox.ts';
import { besidePeer } from './peer/beside-peer.ts';
import { withPeer } from './peer/peer-run.ts';
import { percentile, table } from './statistics.ts';
import type { Size } from './workload.ts';

const REQUESTS = 500;
const DAY_MS = 86_400_000;

const steps = { schedule: 'POST /distributions', read: 'GET one of them', list: 'GET 20 of them' };

/** How long one caller waits, over HTTP and warm, one request after another, while nothing else is asked. */
export async function benchApiLatency(size: Size): Promise<Report> {
  const requests = size(REQUESTS);
  const load = await startLoad();
  const measure = (target: Target, account: string) =>
    load.ask('latency', { target, platformId: account, from: Date.now() + DAY_MS, requests });
  try {
    const own = await onSandbox(({ cloud, apiKey }, platformId) => measure({ url: cloud.url, apiKey }, platformId));
    const peer = await besidePeer(() => withPeer(({ target }) => measure(target, 'site')));
    const figures: Figure[] = [];
    for (const [step, what] of Object.entries(steps) as [keyof typeof steps, string][]) {
      for (const share of [0.5, 0.99]) {
        figures.push({
          what: `${what}, one caller, p${share * 100}`,
          unit: 'ms',
          herald: percentile(own[step], share),
          peer: peer && percentile(peer[step], share),
        });
      }
    }
    const text = table(
      `API latency over HTTP in ms, ${requests} requests each, one at a time`,
      ['request', 'Herald p50', 'p99', ...(peer ? ['peer p50', 'p99'] : [])],
      Object.entries(steps).map(([step, what]) => [
        what,
        ...[own, ...(peer ? [peer] : [])].flatMap((times) =>
          [0.5, 0.99].map((share) => percentile(times[step as keyof typeof steps], share)),
        ),
      ]),
    );
    return { text, figures };
  } finally {
    await load.close();
  }
}
