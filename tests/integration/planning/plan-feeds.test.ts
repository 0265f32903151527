import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler } from '../../../functions/queues/poll-feed.ts';
import { insertTenant } from '../../../shared/access/tenant-items.ts';
import type { Feed } from '../../../shared/feeds/feed.ts';
import { insertFeed } from '../../../shared/feeds/feed-items.ts';
import { planFeeds } from '../../../shared/feeds/plan-feeds.ts';
import * as polling from '../../../shared/feeds/poll-feed.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { type Command, operationOf } from '../publishing/support/direct-client.ts';
import { openTable } from './support/table.ts';

const sent = vi.hoisted(() => [] as { body: object }[]);
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async (_: string, messages: typeof sent) => void sent.push(...messages),
}));
vi.mock('../../../shared/feeds/poll-feed.ts', { spy: true });

const NOW = Date.parse('2027-03-10T09:00:00.000Z');

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
      const feed = { id: newId(), tenantId, url: 'https://example.com/feed', platformIds: [newId()] };
      const how = { mode: 'draft', timing: 'delay', delayMinutes: 15, template: '{title}', backfill: 0, active: true };
      const stored = { ...feed, ...how, createdAt: at, updatedAt: at } as Feed;
      await transact([insertTenant({ id: tenantId, name: 'T', createdAt: at }), insertFeed(stored)]);
      ids.push(feed.id);
    }
    return ids;
  }
  async function drain(): Promise<void> {
    for (let message = sent.shift(); message !== undefined; message = sent.shift()) {
      const record = { messageId: 'm', body: JSON.stringify(message.body), eventSource: 'aws:sqs' };
      expect(await handler({ Records: [record] } as never, {} as never)).toEqual({ batchItemFailures: [] });
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
});
