import type { Herald, Json } from '../support/herald.ts';
import { checked } from './checked.ts';
import { percentile, table } from './statistics.ts';

const POSTS = 200;
const SPREAD_MS = 60_000;

/**
 * How late the visible call is. The posts lie beyond the queue's horizon, so each is woken by its own schedule, with
 * Scheduler's jitter; from two minutes before the first due time on everything runs in real time.
 */
export async function benchLateness(herald: Herald, platformId: string, jitterSeconds: number): Promise<string> {
  const first = Date.now() + 1_800_000;
  for (let index = 0; index < POSTS; index += 1) {
    await checked(
      herald.api('POST', '/api/v1/distributions', {
        platformId,
        body: `Lateness ${index}`,
        scheduledFor: new Date(first + (index * SPREAD_MS) / POSTS).toISOString(),
      }),
    );
  }
  await herald.cloud.idle();
  await herald.cloud.advance(first - Date.now() - 125_000);
  const late: number[] = [];
  for (let shown = 0; late.length < POSTS; ) {
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    late.length = 0;
    late.push(...(await published(herald, platformId)));
    if (late.length !== shown) process.stderr.write(`\rlateness: ${late.length} of ${POSTS} published `);
    shown = late.length;
  }
  process.stderr.write('\n');
  return table(
    `Lateness over ${POSTS} posts in a minute, Scheduler's jitter ${jitterSeconds} s`,
    ['posts', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'],
    [[POSTS, ...[0.5, 0.95, 0.99, 1].map((share) => percentile(late, share))]],
  );
}

async function published(herald: Herald, platformId: string): Promise<number[]> {
  const late: number[] = [];
  let cursor = '';
  do {
    const { body } = await herald.api(
      'GET',
      `/api/v1/distributions?status=published&platformId=${platformId}&limit=100${cursor}`,
    );
    const own = body.items.filter(({ excerpt }: Json) => excerpt.startsWith('Lateness'));
    late.push(...own.map(({ lateByMs }: Json) => lateByMs));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor);
  return late;
}
