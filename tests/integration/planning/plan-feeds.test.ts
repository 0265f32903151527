import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/queues/poll-feed.ts';
import { insertTenant } from '../../../shared/access/tenant-items.ts';
import type { Feed } from '../../../shared/feeds/feed.ts';
import { insertFeed, readFeedState, replaceFeedState } from '../../../shared/feeds/feed-items.ts';
import { planFeeds } from '../../../shared/feeds/plan-feeds.ts';
import * as polling from '../../../shared/feeds/poll-feed.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { setLimit } from '../../../shared/settings/set-limit.ts';
import { type Command, operationOf } from '../publishing/support/direct-client.ts';
import { openTable } from './support/table.ts';

const sent = vi.hoisted(() => [] as { body: object }[]);
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async (_: string, messages: typeof sent) => void sent.push(...messages),
}));
vi.mock('../../../shared/feeds/poll-feed.ts', { spy: true });

const NOW = Date.parse('2027-03-10T09:00:00.000Z');
const TENANT = 'tenant000000';
const operator = { actor: 'system:admin', correlationId: 'test', causationId: 'test' };

describe('the plan of feeds', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  /** Each query takes so long by the worker's clock. */
  let queryMs: number;
  let polled: string[];
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    [queryMs, polled, sent.length] = [0, [], 0];
    vi.mocked(polling.pollFeed).mockImplementation(async ({ feedId }) => {
      polled.push(feedId);
      return {} as never;
    });
    const send = vi.mocked(documentClient.send as (command: Command) => Promise<unknown>);
    const original = send.getMockImplementation()!;
    send.mockImplementation(async (command) => {
      if (operationOf(command) === 'Query') vi.setSystemTime(Date.now() + queryMs);
      return original(command);
    });
  });
  afterEach(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  /** Tenants with a feed each. @returns the feeds' ids */
  async function follow(tenants: number): Promise<string[]> {
    const ids: string[] = [];
    for (let nth = 0; nth < tenants; nth += 1) {
      const [tenantId, at] = [`tenant${String(nth).padStart(6, '0')}`, new Date(NOW + nth).toISOString()];
      await transact([insertTenant({ id: tenantId, name: 'T', createdAt: at })]);
      ids.push(await followOne(tenantId, at));
    }
    return ids;
  }
  async function followOne(tenantId: string, at: string): Promise<string> {
    const feed = { id: newId(), tenantId, url: 'https://example.com/feed', platformIds: [newId()] };
    const how = { mode: 'draft', timing: 'delay', delayMinutes: 15, template: '{title}', backfill: 0, active: true };
    await transact([insertFeed({ ...feed, ...how, createdAt: at, updatedAt: at } as Feed)]);
    return feed.id;
  }
  const furtherFeeds = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, nth) => followOne(TENANT, new Date(NOW + 1 + nth).toISOString())));
  async function drain(): Promise<void> {
    for (let message = sent.shift(); message !== undefined; message = sent.shift()) {
      const record = { messageId: 'm', body: JSON.stringify(message.body), eventSource: 'aws:sqs' };
      expect(await handler({ Records: [record] } as never)).toEqual({ batchItemFailures: [] });
    }
  }

  it('has every feed of every tenant read once, a few tenants in each message', async () => {
    const ids = await follow(60);
    expect(await planFeeds()).toBe(3);
    await drain();
    expect(polled.toSorted()).toEqual(ids.toSorted());
  });

  it('costs no message of its own where there are few tenants', async () => {
    const ids = await follow(3);
    expect(await planFeeds()).toBe(3);
    expect(sent.map(({ body }) => (body as { feedId: string }).feedId).toSorted()).toEqual(ids.toSorted());
  });

  it('comes to its end where each worker has time for a few tenants only', async () => {
    const ids = await follow(55);
    queryMs = 16_000;
    await planFeeds();
    await drain();
    expect(polled.toSorted()).toEqual(ids.toSorted());
  });

  it('reads no more feeds of a tenant than its limit allows, and each in its turn', async () => {
    const ids = [...(await follow(1)), ...(await furtherFeeds(4))];
    await setLimit(operator, { tenantId: TENANT, name: 'feedPollsPerHour', value: 8 });
    // A poll notes when it was: the feed goes behind those that were read longer ago.
    vi.mocked(polling.pollFeed).mockImplementation(async ({ tenantId, feedId }) => {
      polled.push(feedId);
      const at = new Date(Date.now()).toISOString();
      const feed = { tenantId, id: feedId } as Feed;
      const before = await readFeedState(feed);
      await transact([replaceFeedState(feed, before, { ...before, polls: before.polls + 1, lastPolledAt: at })]);
      return {} as never;
    });
    const ticks: string[][] = [];
    for (let tick = 0; tick < 5; tick += 1) {
      polled = [];
      await planFeeds();
      await drain();
      ticks.push(polled);
      vi.setSystemTime(Date.now() + 15 * 60_000);
    }
    expect(ticks.map((one) => one.length)).toEqual([2, 2, 2, 2, 2]);
    // Five feeds, two at a time: whichever three ticks follow each other read all of them.
    for (const first of [0, 1, 2]) {
      expect([...new Set(ticks.slice(first, first + 3).flat())].toSorted()).toEqual(ids.toSorted());
    }
  });
});
