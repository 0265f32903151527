import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApiKey } from '../../../shared/access/create-api-key.ts';
import { insertAccount } from '../../../shared/accounts/account-items.ts';
import { createSlots } from '../../../shared/calendar/slots/create-slots.ts';
import { deleteSlotRule } from '../../../shared/calendar/slots/delete-slot-rule.ts';
import { releaseSlotRules } from '../../../shared/calendar/slots/release-slot-rules.ts';
import { createFeed } from '../../../shared/feeds/create-feed.ts';
import { deleteFeed } from '../../../shared/feeds/delete-feed.ts';
import { readFeed, removeFeed } from '../../../shared/feeds/feed-items.ts';
import { feedQuota } from '../../../shared/feeds/settings.ts';
import { createImport } from '../../../shared/imports/create-import.ts';
import { getImport } from '../../../shared/imports/get-import.ts';
import { startImport } from '../../../shared/imports/start-import.ts';
import { readEventsOf } from '../../../shared/kernel/events/event-items.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { readCount } from '../../../shared/kernel/settings/count-items.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { cancelSeries } from '../../../shared/series/cancel-series.ts';
import { createSeries } from '../../../shared/series/create-series.ts';
import { settingEvents } from '../../../shared/settings/events.ts';
import { listSettings } from '../../../shared/settings/list-settings.ts';
import { recountQuotas } from '../../../shared/settings/recount-quotas.ts';
import { setLimit } from '../../../shared/settings/set-limit.ts';
import { updateSettings } from '../../../shared/settings/update-settings.ts';
import { aPlatform } from '../../support/factories.ts';
import { openTable } from '../planning/support/table.ts';

const files = vi.hoisted(() => new Map<string, string>());
vi.mock('../../../shared/aws/text-store.ts', async (original) => ({
  ...(await original<object>()),
  putText: async (key: string, text: string) => void files.set(key, text),
  getText: async (key: string) => files.get(key),
}));
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async () => {},
}));

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const operator = { ...actor, actor: 'system:admin' };
const account = aPlatform();
let tenants = 0;

describe('a limit of a tenant', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  let tenantId: string;
  let request: RequestContext;

  beforeAll(async () => {
    table = await openTable();
  });
  afterAll(() => table.close());
  beforeEach(async () => {
    tenants += 1;
    tenantId = `tenant${tenants}`;
    request = { tenantId, actor, idempotency: undefined };
    await transact([insertAccount({ ...account, tenantId })]);
  });

  const limit = (name: string, value: number) => setLimit(operator, { tenantId, name, value });
  const follow = (name: string) =>
    createFeed(request, {
      url: `https://feeds.example.com/${name}`,
      platformIds: [account.id],
      active: true,
      mode: 'draft',
      timing: 'delay',
      delayMinutes: 5,
      backfill: 0,
    } as never);
  const reached = (setting: string, most: number) => ({ code: 'limit_reached', extra: { setting, limit: most } });

  it('refuses one more, says its name and value, and takes one again after one was deleted', async () => {
    await limit('feeds', 2);
    const first = await follow('one');
    await follow('two');
    await expect(follow('three')).rejects.toMatchObject({
      ...reached('feeds', 2),
      message: expect.stringContaining('2 feeds'),
    });
    await deleteFeed(request, first.id);
    await follow('three');
    expect(await readCount(tenantId, feedQuota)).toBe(2);
  });

  it('holds against many requests at the same moment, and counts no feed that was refused', async () => {
    await limit('feeds', 3);
    const all = await Promise.allSettled(Array.from({ length: 8 }, (_, index) => follow(`feed${index}`)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await readCount(tenantId, feedQuota)).toBe(3);
  });

  it('is each tenant’s own: a neighbour at its limit takes nothing from another', async () => {
    await limit('feeds', 0);
    await expect(follow('one')).rejects.toMatchObject(reached('feeds', 0));
    tenantId = `${tenantId}b`;
    request = { ...request, tenantId };
    await transact([insertAccount({ ...account, tenantId })]);
    await expect(follow('one')).resolves.toBeDefined();
  });

  describe('on slots', () => {
    const rule = (time: string) => ({
      platformId: account.id,
      date: '2030-01-07',
      time,
      timezone: 'UTC',
      recurrence: { rrule: 'FREQ=WEEKLY' },
    });
    const single = (date: string) => ({ platformId: account.id, date, time: '08:00', timezone: 'UTC' });
    const create = (...slots: object[]) => createSlots(request, slots as never);

    it('counts recurring ones over all requests of the tenant, and those of a deleted account no more', async () => {
      await limit('slotRules', 3);
      const { rules } = await create(rule('08:00'), rule('09:00'));
      await expect(create(rule('10:00'), rule('11:00'))).rejects.toMatchObject(reached('slotRules', 3));
      await create(rule('10:00'));
      await deleteSlotRule(request, { platformId: account.id, id: rules[0]!.id });
      await create(rule('12:00'));
      await expect(create(rule('13:00'))).rejects.toMatchObject(reached('slotRules', 3));
      await transact(await releaseSlotRules({ tenantId, id: account.id }));
      await create(rule('13:00'));
    });

    it('counts single ones by account and month', async () => {
      await limit('slotsPerMonth', 2);
      await create(single('2030-01-30'), single('2030-01-31'));
      await expect(create(single('2030-01-01'))).rejects.toMatchObject(reached('slotsPerMonth', 2));
      await create(single('2030-02-01'));
      await expect(create(single('2030-03-01'), single('2030-03-02'), single('2030-03-03'))).rejects.toMatchObject(
        reached('slotsPerMonth', 2),
      );
    });
  });

  it('on series counts those that have not ended', async () => {
    await limit('series', 1);
    const repeat = (body: string) =>
      createSeries(request, {
        ...{ platformId: account.id, body, date: '2030-01-07', time: '08:00', timezone: 'UTC' },
        repeat: { rrule: 'FREQ=WEEKLY' },
      });
    const { id } = await repeat('One');
    await expect(repeat('Two')).rejects.toMatchObject(reached('series', 1));
    await cancelSeries(request, id);
    await repeat('Two');
  });

  describe('on imports', () => {
    const row = (body: string) => JSON.stringify({ platformId: account.id, body });
    const bring = (...rows: string[]) =>
      createImport(request, { format: 'ndjson', text: rows.join('\n'), allowPartial: false });
    const work = (importId: string) => startImport({ tenantId, importId }, actor);

    it('counts those that have not ended, and makes nothing of a file with too many rows', async () => {
      await limit('openImports', 1);
      await limit('rowsPerImport', 2);
      const { id } = await bring(row('One'), row('Two'), row('Three'));
      await expect(bring(row('Four'))).rejects.toMatchObject(reached('openImports', 1));
      await work(id);
      expect(await getImport(tenantId, id)).toMatchObject({
        status: 'failed',
        counts: { total: 3, created: 0 },
        problems: [{ code: 'too_many_rows', line: 3, limit: 2, actual: 3 }],
      });
      const { id: next } = await bring(row('One'), row('Two'));
      await work(next);
      expect(await getImport(tenantId, next)).toMatchObject({ status: 'running', counts: { valid: 2 } });
    });
  });

  it('on API keys counts those that there are', async () => {
    await limit('apiKeys', 1);
    await createApiKey(request, { name: 'one', scopes: ['read'] });
    await expect(createApiKey(request, { name: 'two', scopes: ['read'] })).rejects.toMatchObject(reached('apiKeys', 1));
  });

  describe('that the tenant sets itself', () => {
    const value = async (name: string) => (await listSettings(tenantId)).items.find((one) => one.name === name);

    it('may be lower, is on record with both values, and goes back to the maximum with null', async () => {
      await updateSettings(request, { feeds: 1 });
      expect(await value('feeds')).toMatchObject({
        value: 1,
        default: 100,
        maximum: 100,
        isOwn: true,
        raisedBy: 'admin',
      });
      await follow('one');
      await expect(follow('two')).rejects.toMatchObject(reached('feeds', 1));
      await updateSettings(request, { feeds: null });
      expect(await value('feeds')).toMatchObject({ value: 100, isOwn: false, raisedBy: 'operator' });
      const events = await readEventsOf(settingEvents.SETTINGS_CHANGED.entity, { tenantId, id: tenantId });
      expect(events.map(({ type, data }) => [type, data])).toEqual([
        ['SETTINGS_CHANGED', { changes: [{ name: 'feeds', from: 100, to: 1 }] }],
        ['SETTINGS_CHANGED', { changes: [{ name: 'feeds', from: 1, to: 100 }] }],
      ]);
    });

    it('is refused over the maximum, with every value that is too much; only the operator raises that', async () => {
      const much = updateSettings(request, { feeds: 101, series: 201, platforms: 5 });
      await expect(much).rejects.toMatchObject({
        code: 'invalid_request',
        problems: [
          { field: '/feeds', code: 'too_big', limit: 100 },
          { field: '/series', code: 'too_big', limit: 200 },
        ],
      });
      expect(await value('platforms')).toMatchObject({ value: 200, isOwn: false });
      await limit('feeds', 500);
      expect(await value('feeds')).toMatchObject({ value: 500, maximum: 500 });
      await updateSettings(request, { feeds: 101 });
      expect(await value('feeds')).toMatchObject({ value: 101, maximum: 500 });
    });

    it('is not changed twice by two writers who read the same', async () => {
      const both = await Promise.allSettled([
        updateSettings(request, { feeds: 1 }),
        updateSettings(request, { series: 1 }),
      ]);
      const refused = both.filter((one) => one.status === 'rejected');
      for (const { reason } of refused) expect(reason).toMatchObject({ code: 'conflict' });
      expect(refused).toHaveLength(1);
    });
  });

  it('cannot be raised over what Herald itself stands, and only by a name that is a limit', async () => {
    await expect(limit('slotRules', 1_501)).rejects.toMatchObject({ remedy: expect.stringContaining('1500') });
    const tooFew = { remedy: expect.stringContaining('from 60 to 60000') };
    await expect(limit('requestsPerMinuteAndKey', 10)).rejects.toMatchObject(tooFew);
    await expect(limit('slotrules', 1)).rejects.toMatchObject({ remedy: expect.stringContaining('slotRules') });
  });

  it('counts again what there is, where a count has drifted', async () => {
    const feed = await follow('one');
    await follow('two');
    await transact(removeFeed((await readFeed(tenantId, feed.id))!));
    const found = [
      { name: 'platforms', from: 0, to: 1 },
      { name: 'feeds', from: 2, to: 1 },
    ];
    expect(await recountQuotas(tenantId, { dryRun: true, lagMs: 0 })).toEqual(found);
    expect(await readCount(tenantId, feedQuota)).toBe(2);
    expect(await recountQuotas(tenantId, { dryRun: false, lagMs: 0 })).toEqual(found);
    expect(await readCount(tenantId, feedQuota)).toBe(1);
    expect(await recountQuotas(tenantId, { dryRun: false, lagMs: 0 })).toEqual([]);
  });
});
