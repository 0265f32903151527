import type { Herald } from '../support/herald.ts';
import { checked } from './checked.ts';
import { percentile, table } from './statistics.ts';

const REQUESTS = 200;

/** How long a caller waits, over HTTP on warm functions, one request after another. */
export async function benchApiLatency(herald: Herald, platformId: string): Promise<string> {
  const schedule = (index: number) =>
    checked(
      herald.api('POST', '/api/v1/distributions', {
        platformId,
        body: `Latency ${index}`,
        scheduledFor: new Date(Date.now() + 86_400_000 + index * 1000).toISOString(),
      }),
    );
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) ids.push((await schedule(REQUESTS + index)).body.id);
  const rows: (string | number)[][] = [];
  const measure = async (name: string, call: (index: number) => Promise<unknown>) => {
    const times: number[] = [];
    for (let index = 0; index < REQUESTS; index += 1) {
      const start = performance.now();
      await call(index);
      times.push(performance.now() - start);
    }
    rows.push([name, percentile(times, 0.5), percentile(times, 0.99)]);
  };
  await measure('schedule a post', schedule);
  await measure('read a post', (index) =>
    checked(herald.api('GET', `/api/v1/distributions/${ids[index % ids.length]}`)),
  );
  await measure('list 20 posts', () => checked(herald.api('GET', '/api/v1/distributions?limit=20')));
  await measure('health (no key, one read)', () => checked(herald.api('GET', '/api/v1/health')));
  return table(
    `API latency over HTTP, ${REQUESTS} requests each, one at a time`,
    ['request', 'p50 ms', 'p99 ms'],
    rows,
  );
}
