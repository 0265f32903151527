import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/streams/sync-schedules.ts';
import { logger } from '../../../shared/kernel/logger.ts';
import * as model from '../../../shared/posts/model/distribution-items.ts';
import * as syncing from '../../../shared/posts/wake-ups/sync-schedule.ts';

vi.mock('../../../shared/posts/wake-ups/sync-schedule.ts', { spy: true });
vi.mock('../../../shared/posts/model/distribution-items.ts', { spy: true });

interface Told {
  item: number;
  place: number;
}

const record = ({ item, place }: Told): DynamoDBRecord => ({
  dynamodb: {
    Keys: { pk: { S: `T#t#DIST#${item}` }, sk: { S: 'DIST' } },
    SequenceNumber: String(place),
    NewImage: marshall({ item, place }) as never,
  },
});

describe("the reader of the table's stream", () => {
  const sync = vi.mocked(syncing.syncSchedule) as unknown as {
    mockImplementation(work: (before: unknown, after: Told) => Promise<void>): void;
    mockReset(): void;
  };
  beforeEach(() => {
    vi.mocked(model.fromDistributionItem).mockImplementation((item) => item as never);
    vi.spyOn(logger, 'error').mockImplementation(() => {});
  });
  afterAll(() => vi.restoreAllMocks());

  const batch = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 50 });

  it('works on the records of an item in their order, and reports the first record that it did not carry out', async () => {
    const given = fc.tuple(batch, fc.array(fc.nat(49), { maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(given, async ([items, bad]) => {
        const done: Told[] = [];
        sync.mockImplementation(async (_, after) => {
          await Promise.resolve();
          if (bad.includes(after.place)) throw new Error('refused');
          done.push(after);
        });
        const told = items.map((item, place) => ({ item, place }));
        const { batchItemFailures } = await handler({ Records: told.map(record) });
        for (const item of new Set(items)) {
          const places = done.filter((one) => one.item === item).map(({ place }) => place);
          expect(places).toEqual([...places].sort((one, other) => one - other));
        }
        const first = bad.filter((place) => place < items.length).sort((one, other) => one - other)[0];
        expect(batchItemFailures).toEqual(first === undefined ? [] : [{ itemIdentifier: String(first) }]);
        // Lambda goes on from the first failure: whatever is before it must have been done.
        const before = told.slice(0, first ?? told.length);
        expect(done).toEqual(expect.arrayContaining(before));
      }),
      { numRuns: 100 },
    );
  });

  it('does not have one item wait for the call of another', async () => {
    const release = Promise.withResolvers<void>();
    const done: number[] = [];
    sync.mockImplementation(async (_, { item }) => {
      if (item === 0) await release.promise;
      done.push(item);
      if (item === 9) release.resolve();
    });
    await handler({ Records: Array.from({ length: 10 }, (_, item) => record({ item, place: item })) });
    expect(done.at(-1)).toBe(0);
    expect(done).toHaveLength(10);
  });
});
