import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { countRequest, permitsOf } from '../../../shared/http/rate-limit.ts';
import { takeFromBucket } from '../../../shared/kernel/requests/rate/bucket-items.ts';
import { createPermits } from '../../../shared/kernel/requests/rate/take-permits.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { openTable } from '../planning/support/table.ts';

const START = Date.parse('2026-12-01T12:00:00Z');
let buckets = 0;
const newBucket = (perMinute: number) => ({ tenantId: 't', name: `KEY#${++buckets}`, perMinute });

describe('the permits of a caller', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    table = await openTable();
    vi.useFakeTimers({ toFake: ['Date'], now: START });
  });
  afterEach(() => void vi.setSystemTime(START));
  afterAll(async () => {
    vi.useRealTimers();
    await table.close();
  });

  const writes = () => vi.mocked(documentClient.send).mock.calls.length;

  it('are never more than a minute of them and what time has brought, whoever takes them in which amounts', async () => {
    const step = fc.record({
      wait: fc.nat({ max: 20_000 }),
      permits: fc.integer({ min: 1, max: 40 }),
      knows: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: 600 }),
        fc.array(step, { maxLength: 30 }),
        async (perMinute, steps) => {
          vi.setSystemTime(START);
          const bucket = newBucket(perMinute);
          let [taken, guess] = [0, 0];
          for (const { wait, permits, knows } of steps) {
            vi.setSystemTime(Date.now() + wait);
            const answer = await takeFromBucket(bucket, permits, knows ? guess : 0);
            guess = answer.emptyUntil;
            const most = perMinute * (1 + (Date.now() - START) / 60_000);
            // A refusal is right only where there was not enough.
            if (answer.ok) taken += permits;
            expect(taken).toBeLessThanOrEqual(most + 1e-6);
            if (!answer.ok) expect(guess).toBeGreaterThan(Date.now() + 60_000 - (permits * 60_000) / perMinute);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('cost a slow caller no write, and a fast one a write in many requests', async () => {
    const [slow, fast] = [newBucket(6_000), newBucket(6_000)];
    const take = createPermits();
    const before = writes();
    for (let request = 0; request < 20; request += 1) {
      expect(await take(slow, 1)).toMatchObject({ granted: true });
      vi.setSystemTime(Date.now() + 3_000);
    }
    expect(writes() - before).toBe(0);
    for (let request = 0; request < 1_000; request += 1) expect(await take(fast, 1)).toMatchObject({ granted: true });
    expect(writes() - before).toBeLessThanOrEqual(20);
  });

  it('hold over many environments at once: what each gives away unpaid is all that goes over', async () => {
    const bucket = newBucket(300);
    const environments = Array.from({ length: 6 }, () => createPermits());
    let granted = 0;
    for (let request = 0; request < 600; request += 1) {
      const answer = await environments[request % 6]!(bucket, 1);
      if (answer.granted) granted += 1;
    }
    expect(granted).toBeLessThanOrEqual(300 + 6 * 5);
    expect(granted).toBeGreaterThanOrEqual(200);
  });

  it('are refused without a write, with the time after which the same request is granted', async () => {
    const bucket = newBucket(60);
    const take = createPermits();
    let answer = await take(bucket, 7);
    while (answer.granted) answer = await take(bucket, 7);
    const before = writes();
    const again = await take(bucket, 7);
    expect(writes()).toBe(before);
    if (again.granted) throw new Error('It was granted.');
    expect(again.retryAfterSeconds).toBeLessThanOrEqual(7);
    vi.setSystemTime(Date.now() + again.retryAfterSeconds * 1_000);
    expect(await take(bucket, 7)).toMatchObject({ granted: true });
  });

  it('are given where the table does not answer: a limit stops no post', async () => {
    const take = createPermits();
    const bucket = newBucket(60);
    vi.mocked(documentClient.send).mockRejectedValueOnce(new Error('the table is away'));
    expect(await take(bucket, 20)).toMatchObject({ granted: true });
  });

  it('are not taken from a tenant’s other keys by one that is refused, however often it asks', async () => {
    const ask = (keyId: string) =>
      countRequest({ tenantId: 'flooded', keyId, rates: [60, 120] } as never, 10).then(
        () => 'granted',
        ({ code, extra }) => `${code} ${extra.setting}`,
      );
    const flood = [];
    for (let nth = 0; nth < 100; nth += 1) flood.push(await ask('flooder'));
    expect(new Set(flood)).toEqual(new Set(['granted', 'rate_limited requestsPerMinuteAndKey']));
    expect(await ask('other')).toBe('granted');
  });

  it('are more for a long body than for a short one, and not for a file, whose endpoint says its price', () => {
    const [short, long] = [{ body: '{}' }, { body: 'x'.repeat(200_000) }];
    expect([permitsOf(short, {}), permitsOf({}, {}), permitsOf(short, { permits: 5 })]).toEqual([1, 1, 5]);
    expect([permitsOf(long, {}), permitsOf(long, { permits: 5 })]).toEqual([13, 17]);
    expect(permitsOf(long, { permits: 50, upload: {} as never })).toBe(50);
  });
});
