import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../../shared/accounts/account.ts';
import { insertAccount, replaceAccount } from '../../../shared/accounts/account-items.ts';
import { createCrossPost } from '../../../shared/cross-posts/create-cross-post.ts';
import { previewCrossPost } from '../../../shared/cross-posts/preview-cross-post.ts';
import type { Feed } from '../../../shared/feeds/feed.ts';
import { takeEntries } from '../../../shared/feeds/take-entries.ts';
import { dryRunImport } from '../../../shared/imports/dry-run-import.ts';
import { newId } from '../../../shared/kernel/ids.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { readPostsOf } from '../../../shared/posts/model/list-items.ts';
import { createDistribution } from '../../../shared/posts/planning/create-distribution.ts';
import { editDistribution } from '../../../shared/posts/planning/edit-distribution.ts';
import { createSeries } from '../../../shared/series/create-series.ts';
import { aPlatform } from '../../support/factories.ts';
import { atMinute, NOW } from './support/new-posts.ts';
import { openTable } from './support/table.ts';

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const request: RequestContext = { tenantId: aPlatform().tenantId, actor, idempotency: undefined };
const { tenantId } = request;
const later = atMinute(120);
const refused = (field: string) => ({ code: 'time_invalid', problems: [{ field, code: 'scheduling_off' }] });

describe('an account that takes posts only at once', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  let account: Account;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    table = await openTable();
    account = aPlatform({ supportsScheduling: false });
    await transact([insertAccount(account)]);
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });

  it('takes no time from an edit, and leaves what was scheduled before as it is', async () => {
    const other = aPlatform();
    await transact([insertAccount(other)]);
    const { id } = await createDistribution(request, { platformId: other.id, body: 'Before', scheduledFor: later });
    const off = { ...other, supportsScheduling: false, updatedAt: '2026-01-02T00:00:00.000Z' };
    await transact([replaceAccount(other, off)]);
    const moved = editDistribution(request, id, { scheduledFor: atMinute(240) });
    await expect(moved).rejects.toMatchObject(refused('/scheduledFor'));
    const edited = await editDistribution(request, id, { body: 'After', timezone: 'Europe/Berlin' });
    expect(edited).toMatchObject({ status: 'scheduled', scheduledFor: later });
  });

  it('takes no series', async () => {
    const when = { date: later.slice(0, 10), time: later.slice(11, 16), timezone: 'UTC' };
    const series = { platformId: account.id, body: 'Daily', ...when, repeat: { rrule: 'FREQ=DAILY;COUNT=3' } };
    await expect(createSeries(request, series)).rejects.toMatchObject(refused('/time'));
  });

  it('takes no row of an import with a time', async () => {
    const rows = [{ body: 'Now' }, { body: 'Later', scheduledFor: later }, { body: 'Best', scheduledFor: 'optimal' }];
    const text = rows.map((row) => JSON.stringify({ platformId: account.id, ...row })).join('\n');
    const { counts, problems } = await dryRunImport(tenantId, { format: 'ndjson', text, allowPartial: true });
    expect(counts).toMatchObject({ valid: 1, invalid: 2 });
    expect(problems).toMatchObject([
      { line: 2, code: 'scheduling_off' },
      { line: 3, code: 'scheduling_off' },
    ]);
  });

  it('is refused or left out of a cross-post, as its preview shows', async () => {
    const free = aPlatform();
    await transact([insertAccount(free)]);
    const crossPost = {
      content: { body: 'Everywhere' },
      platforms: [{ platformId: account.id }, { platformId: free.id }],
      timingStrategy: 'simultaneous' as const,
      scheduledFor: later,
    };
    const { platforms } = await previewCrossPost(request, crossPost as never);
    expect(platforms.map(({ valid }) => valid)).toEqual([false, true]);
    const refusal = refused('/platforms/0/scheduledFor');
    await expect(createCrossPost(request, crossPost as never)).rejects.toMatchObject(refusal);
    const partly = await createCrossPost(request, { ...crossPost, allowPartial: true } as never);
    expect(partly).toMatchObject({ total: 1, leftOut: [{ platformId: account.id }] });
  });

  it('gets the entries of a feed as drafts that say why they have no time', async () => {
    const now = '2027-03-10T00:00:00.000Z';
    const feed: Feed = {
      id: newId(),
      tenantId,
      url: 'https://example.com/feed.xml',
      platformIds: [account.id],
      mode: 'queue',
      timing: 'delay',
      delayMinutes: 15,
      template: '{title}',
      backfill: 0,
      active: true,
      createdAt: now,
      updatedAt: now,
    };
    const entry = { guid: 'one', title: 'From a feed', link: 'https://example.com/1', summary: '' };
    expect(await takeEntries(feed, [entry] as never, () => false, actor)).toEqual({ taken: 1, refused: 0 });
    const posts = await readPostsOf(tenantId, account.id, NOW - 1, NOW + 1);
    expect(posts).toMatchObject([{ status: 'draft', excerpt: 'From a feed' }]);
  });
});
