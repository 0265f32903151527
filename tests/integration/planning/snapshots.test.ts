import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { itemSize as sizeInStore } from '../../../infra/local/dynamodb/items/item-size.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { itemSize } from '../../../shared/kernel/table/item-size.ts';
import { GuardFailed, transact } from '../../../shared/kernel/table/transact.ts';
import { readLatestFigures, readSnapshotPage, recordSnapshot } from '../../../shared/learning/snapshot-items.ts';
import { metrics } from '../../../shared/platforms/contract/metrics.ts';
import type { MetricSummary } from '../../../shared/posts/model/distribution-view.ts';
import { aDistribution } from '../../support/factories.ts';
import { type Command, putsOf } from '../publishing/support/direct-client.ts';
import { openTable } from './support/table.ts';

const START = Date.parse('2027-03-10T09:00:00.000Z');
const figure = fc.option(fc.nat({ max: 10_000_000 }), { nil: null });
const known = fc.record({ impressions: figure, likes: figure, clicks: figure, followersLost: figure });
const own = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), fc.option(fc.nat(), { nil: null }), {
  maxKeys: 4,
});

type Figures = typeof known extends fc.Arbitrary<infer Values> ? Values : never;

const summaryAt = (hour: number, figures: Figures, platformMetrics = {}): MetricSummary => ({
  ...metrics({ ...figures, platformMetrics }),
  recordedAt: new Date(START + hour * 3_600_000).toISOString(),
  hoursSincePublish: Math.floor(hour),
  engagementRate: null,
  clickThroughRate: null,
});

describe('the figures of a post', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeEach(async () => {
    table = await openTable();
  });
  afterEach(() => table?.close());

  const record = async (post: ReturnType<typeof aDistribution>, summary: MetricSummary): Promise<void> => {
    const [latest] = await readLatestFigures([post]);
    await transact([await recordSnapshot(post, latest, summary)]);
  };

  it('are read back as they were recorded, newest first, each once, in pages of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(known, own), { maxLength: 60 }),
        fc.integer({ min: 1, max: 30 }),
        async (all, limit) => {
          const post = aDistribution();
          const recorded = all.map(([figures, more], hour) => summaryAt(hour, figures, more));
          for (const summary of recorded) await record(post, summary);
          const found: unknown[] = [];
          let cursor: string | undefined;
          do {
            const page = await readSnapshotPage(post, { limit, cursor });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            expect(page.summary).toEqual(recorded.at(-1));
            found.push(...page.items);
            cursor = page.nextCursor ?? undefined;
          } while (cursor !== undefined);
          expect(found).toEqual(
            recorded.toReversed().map(({ engagementRate, clickThroughRate, ...snapshot }) => snapshot),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  it('cost a week of hours little more than a kilobyte each', async () => {
    const post = aDistribution();
    const sizes: number[] = [];
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    send.mockImplementation((command) => {
      sizes.push(...putsOf(command).map(itemSize));
      return original(command);
    });
    for (let hour = 0; hour < 168; hour += 1) {
      const figures = { impressions: 1000 * hour, likes: 7 * hour, clicks: 3 * hour, followersLost: null };
      await record(post, summaryAt(hour, figures, { bookmarks: hour }));
    }
    const units = sizes.reduce((sum, size) => sum + Math.ceil(size / 1024), 0);
    expect(units / 168).toBeLessThan(1.3);
  });

  it('are kept for two years from the last of an item, and the newest for ever', async () => {
    const post = aDistribution();
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const figures = { impressions: 5, likes: null, clicks: null, followersLost: null };
    for (let hour = 0; hour < 40; hour += 1) await record(post, summaryAt(hour, figures));
    const items = send.mock.calls.flatMap(([command]) => putsOf(command));
    const moved = items.filter(({ sk }) => sk.startsWith('METRIC#'));
    expect(moved.length).toBeGreaterThan(1);
    for (const { entries, expiresAt } of moved) {
      const last = (entries as { at: number }[]).at(-1)!.at;
      expect((Number(expiresAt) - last / 1000) / 86_400).toBe(2 * 365);
    }
    for (const item of items.filter(({ sk }) => sk === 'SUMMARY')) expect(item).not.toHaveProperty('expiresAt');
  });

  it('are recorded once where two workers read them at the same time, also where the summary is full', async () => {
    const post = aDistribution();
    const figures = { impressions: 1, likes: null, clicks: null, followersLost: null };
    for (let hour = 0; hour < 40; hour += 1) {
      const [latest] = await readLatestFigures([post]);
      const writes = [
        await recordSnapshot(post, latest, summaryAt(hour, { ...figures, likes: hour })),
        await recordSnapshot(post, latest, summaryAt(hour + 0.1, { ...figures, likes: hour })),
      ];
      await transact([writes[hour % 2]!]);
      await expect(transact([writes[1 - (hour % 2)]!])).rejects.toBeInstanceOf(GuardFailed);
    }
    const { items } = await readSnapshotPage(post, { limit: 100 });
    expect(items.map(({ likes }) => likes)).toEqual(Array.from({ length: 40 }, (_, place) => 39 - place));
  });

  it('lose none where a worker that has read an older summary moves it out after a quicker one', async () => {
    const post = aDistribution();
    const figures = { impressions: 1, likes: null, clicks: null, followersLost: null };
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, nth) => [`figure ${nth}`, nth]));
    let recorded = 0;
    const next = (more = {}) => summaryAt(recorded++, figures, more);
    for (let hour = 0; hour < 3; hour += 1) await record(post, next());
    const [old] = await readLatestFigures([post]);
    for (let hour = 0; hour < 2; hour += 1) await record(post, next());
    await record(post, next(many));
    // For the slow one the summary is full with these figures, too.
    const late = await recordSnapshot(post, old, summaryAt(recorded, figures, many));
    await expect(transact([late])).rejects.toBeInstanceOf(GuardFailed);
    expect((await readSnapshotPage(post, { limit: 100 })).items).toHaveLength(recorded);
  });

  it('are measured as the table measures items', () => {
    fc.assert(
      fc.property(known, own, (figures, more) => {
        const item = { pk: 'é', sk: 's', ...summaryAt(3, figures, more), list: [1, 2.5, null, 'x', true, [], {}] };
        const stored = sizeInStore(
          marshall(item, { removeUndefinedValues: true }) as Parameters<typeof sizeInStore>[0],
        );
        // A number takes a byte more or less by its sign, its point and where its digits begin.
        expect(Math.abs(itemSize(item) - stored)).toBeLessThan(30);
      }),
    );
  });
});
