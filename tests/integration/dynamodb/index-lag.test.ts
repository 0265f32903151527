import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DynamoDbEngine } from '../../../infra/local/dynamodb/engine.ts';
import { LocalMetrics } from '../../../infra/local/faults/local-metrics.ts';
import { SeededRandoms } from '../../../infra/local/faults/seeded-random.ts';
import { engineWithTable, get, movableClock, put, remove, TABLE } from './support/direct-engine.ts';

const query = { TableName: TABLE, IndexName: 'by-g', KeyConditionExpression: 'g = :g' };

/** What the index lists, as `pk:h`. */
async function listed(engine: DynamoDbEngine, more: object = {}): Promise<string[]> {
  const values = { ExpressionAttributeValues: { ':g': { S: 'g' } } };
  const { Items } = await engine.call('Query', { ...query, ...values, ...more });
  return (Items as { pk: { S: string }; h: { S: string } }[]).map(({ pk, h }) => `${pk.S}:${h.S}`);
}

const lagging = (metrics = new LocalMetrics()) =>
  engineWithTable(undefined, { behaviour: { indexLagMs: [1_000, 1_000] }, metrics });

it('shows a write in an index after its time, and in the table at once', async () => {
  const clock = movableClock();
  const metrics = new LocalMetrics();
  const engine = await lagging(metrics);
  await put(engine, 'a', { g: 'g', h: '1' });
  expect(await get(engine, 'a')).toBeDefined();
  expect(await listed(engine)).toEqual([]);
  expect(metrics.all()).toEqual({ StaleIndexReads: 1 });
  clock.advance(1_001);
  expect(await listed(engine)).toEqual(['a:1']);
});

it('lists a moved item where it was and a deleted one as it was, in order and over pages', async () => {
  const clock = movableClock();
  const engine = await lagging();
  for (const h of ['1', '2', '3']) await put(engine, `item-${h}`, { g: 'g', h });
  clock.advance(1_001);
  await put(engine, 'item-1', { g: 'g', h: '9' });
  await remove(engine, 'item-2');
  const before = ['item-1:1', 'item-2:2', 'item-3:3'];
  expect(await listed(engine)).toEqual(before);
  expect(await listed(engine, { ScanIndexForward: false })).toEqual(before.toReversed());
  expect(await listed(engine, { Limit: 2 })).toEqual(before.slice(0, 2));
  const first = await engine.call('Query', {
    ...query,
    ExpressionAttributeValues: { ':g': { S: 'g' } },
    Limit: 2,
  });
  expect(await listed(engine, { ExclusiveStartKey: first.LastEvaluatedKey })).toEqual(['item-3:3']);
  clock.advance(1_001);
  expect(await listed(engine)).toEqual(['item-3:3', 'item-1:9']);
});

it('is for every order of writes what the table was at some moment of each item, and the table after the lag', async () => {
  const clock = movableClock();
  const write = fc.record({
    pk: fc.constantFrom('a', 'b', 'c'),
    h: fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }),
    pauseMs: fc.integer({ min: 0, max: 700 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 12 }), fc.string(), async (writes, seed) => {
      const engine = await engineWithTable(undefined, {
        behaviour: { indexLagMs: [1, 1_000] },
        randoms: new SeededRandoms(seed),
      });
      /** What each item has been so far, oldest first. */
      const history = new Map<string, (string | undefined)[]>(['a', 'b', 'c'].map((pk) => [pk, [undefined]]));
      for (const { pk, h, pauseMs } of writes) {
        if (h === undefined) await remove(engine, pk);
        else await put(engine, pk, { g: 'g', h });
        history.get(pk)!.push(h);
        clock.advance(pauseMs);
        const shown = (await listed(engine)).map((entry) => entry.split(':') as [string, string]);
        expect(shown.map(([, sort]) => sort)).toEqual(shown.map(([, sort]) => sort).sort());
        for (const [item, states] of history) {
          const entries = shown.filter(([name]) => name === item);
          expect(entries.length).toBeLessThanOrEqual(1);
          expect(states).toContain(entries[0]?.[1]);
        }
      }
      clock.advance(1_001);
      const now = [...history].flatMap(([pk, states]) =>
        states.at(-1) === undefined ? [] : [`${pk}:${states.at(-1)}`],
      );
      expect((await listed(engine)).sort()).toEqual(now.sort());
      await engine.close();
    }),
    { numRuns: 30 },
  );
});
