import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import { createCrossPost } from '../../../shared/cross-posts/create-cross-post.ts';
import { rescheduleCrossPost } from '../../../shared/cross-posts/reschedule-cross-post.ts';
import type { Feed } from '../../../shared/feeds/feed.ts';
import { takeEntries } from '../../../shared/feeds/take-entries.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { DAY_MS, MINUTE_MS } from '../../../shared/kernel/time/durations.ts';
import { readPostsOf } from '../../../shared/posts/model/list-items.ts';
import { createSeries } from '../../../shared/series/create-series.ts';
import { aPlatform } from '../../support/factories.ts';
import { addSlots } from './support/calendar.ts';
import { atMinute, NOW } from './support/new-posts.ts';
import { openTable } from './support/table.ts';

vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async () => {},
}));

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const account = aPlatform();
const { tenantId } = account;
const writer: RequestContext = { tenantId, actor, scopes: ['read', 'write'], idempotency: undefined };
const publisher: RequestContext = { ...writer, scopes: ['read', 'write', 'publish'] };
const needsPublish = { code: 'missing_scope', extra: { requiredScope: 'publish' } };

describe('a time that nobody could stop before needs publish', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    await transact([insertAccount(account)]);
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  it.each([
    ['drafts', undefined],
    ['plans', atMinute(60)],
  ])('where a whole cross-post of %s is moved there', async (what, scheduledFor) => {
    const asked = { content: { body: `Of ${what}` }, platforms: [{ platformId: account.id }], scheduledFor };
    const { id } = await createCrossPost(writer, { timingStrategy: 'simultaneous', ...asked } as never);
    const move = (request: RequestContext, minute: number) =>
      rescheduleCrossPost(request, id, { scheduledFor: atMinute(minute) } as never);
    await expect(move(writer, 1)).rejects.toMatchObject(needsPublish);
    await expect(move(writer, 30)).resolves.toMatchObject({ id });
    await expect(move(publisher, 1)).resolves.toMatchObject({ id });
  });

  it('where the first post of a series has it', async () => {
    const series = (request: RequestContext, body: string, minute: number) => {
      const at = atMinute(minute);
      const when = { date: at.slice(0, 10), time: at.slice(11, 16), timezone: 'UTC' };
      const repeat = { rrule: 'FREQ=DAILY;COUNT=3' };
      return createSeries(request, { platformId: account.id, body, ...when, repeat });
    };
    await expect(series(writer, 'Near', 1)).rejects.toMatchObject(needsPublish);
    await expect(series(writer, 'Far', 90)).resolves.toMatchObject({ status: 'active' });
    await expect(series(publisher, 'Near', 1)).resolves.toMatchObject({ status: 'active' });
  });

  it.each(['next_slot', 'optimal'] as const)(
    'and is never found for an entry of a feed, which whoever may only write has set up: %s',
    async (timing) => {
      const own = aPlatform();
      await transact([insertAccount(own)]);
      const near = [1, 2, 3].map((minutes) => ({ minutes }));
      await addSlots(writer, own.id, near);
      const feed: Feed = {
        ...{ id: newId(), tenantId, url: 'https://example.com/feed.xml', platformIds: [own.id] },
        ...{ mode: 'queue', timing, delayMinutes: 15, template: '{title}', backfill: 0, active: true },
        ...{ createdAt: new Date(NOW).toISOString(), updatedAt: new Date(NOW).toISOString() },
      };
      const entry = { guid: 'one', title: `By ${timing}`, link: 'https://example.com/1', summary: '' };
      expect(await takeEntries(feed, [entry] as never, () => false, actor)).toEqual({ taken: 1, refused: 0 });
      const [post] = await readPostsOf(tenantId, own.id, NOW, NOW + 8 * DAY_MS);
      expect(post!.status).toBe('scheduled');
      expect(Date.parse(post!.scheduledFor!)).toBeGreaterThanOrEqual(NOW + 2 * MINUTE_MS);
      if (timing === 'next_slot') expect(post!.scheduledFor).toBe(atMinute(2));
    },
  );
});
