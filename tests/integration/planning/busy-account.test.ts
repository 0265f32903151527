import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { insertAccount, removeAccount } from '../../../shared/accounts/account-items.ts';
import type { RequestContext } from '../../../shared/kernel/requests/request-context.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time/durations.ts';
import { scheduleNow } from '../../../shared/posts/commands/schedule-now.ts';
import { readDistribution } from '../../../shared/posts/model/distribution-items.ts';
import { failOrphans } from '../../../shared/posts/outcome/fail-orphans.ts';
import { syncConnection } from '../../../shared/posts/outcome/sync-connection.ts';
import { createDistribution } from '../../../shared/posts/planning/create-distribution.ts';
import { editDistribution } from '../../../shared/posts/planning/edit-distribution.ts';
import { aPlatform } from '../../support/factories.ts';
import { makeConflicts } from './support/conflicts.ts';
import { openTable } from './support/table.ts';

const sent = vi.hoisted(() => [] as { body: object; delaySeconds: number }[]);
vi.mock('../../../shared/aws/queues.ts', async (original) => ({
  ...(await original<object>()),
  sendMessages: async (_: string, messages: typeof sent) => void sent.push(...messages),
}));
vi.mock('../../../shared/aws/emit-metric.ts', () => ({ emitMetric: () => {} }));

const actor = { actor: 'key:test', correlationId: 'test', causationId: 'test' };
const { tenantId } = aPlatform();
const request = (): RequestContext => ({
  tenantId,
  actor,
  idempotency: { id: crypto.randomUUID(), fingerprint: 'f' } as never,
});

describe('a busy account', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  const account = aPlatform();
  beforeEach(async () => {
    table = await openTable();
    sent.length = 0;
    await transact([insertAccount(account)]);
  });
  afterEach(() => table?.close());

  const create = (body: string, minutes: number) =>
    createDistribution(request(), {
      platformId: account.id,
      body,
      scheduledFor: new Date(Date.now() + HOUR_MS + minutes * MINUTE_MS).toISOString(),
    });
  const state = async (id: string) => (await readDistribution(tenantId, id))!;

  it('takes 300 creates at once, though two transactions that touch one item cancel each other', async () => {
    const seen = makeConflicts();
    const made = await Promise.all(Array.from({ length: 300 }, (_, nth) => create(`Post ${nth}`, nth)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(300);
    expect(seen.cancelled).toBe(0);
  });

  it('has no item that stands in the transactions of two of its posts, made, edited or sent at once', async () => {
    const seen = makeConflicts();
    const posts = [await create('One', 0), await create('Two', 10)];
    for (const [nth, { id }] of posts.entries()) {
      const scheduledFor = new Date(Date.now() + 5 * HOUR_MS + nth * HOUR_MS).toISOString();
      await editDistribution(request(), id, { body: `Another ${nth}`, scheduledFor });
      await scheduleNow(request(), id, 'schedule', 'be published');
    }
    // The release of a text names the text alone.
    const ownerOf = (keys: string[]) => posts.find(({ id }) => keys.some((key) => key.includes(id)))?.id;
    const owners = new Map<string, Set<string>>();
    for (const keys of seen.transactions) {
      const owner = ownerOf(keys);
      if (owner === undefined) continue;
      for (const key of keys) owners.set(key, (owners.get(key) ?? new Set()).add(owner));
    }
    expect(owners.size).toBeGreaterThan(10);
    expect([...owners].filter(([, of]) => of.size > 1)).toEqual([]);
  });

  it('that is deleted while a post is made for it leaves none on the schedule: the post fails and says why', async () => {
    const post = await create('Between', 0);
    const other = aPlatform();
    await transact([insertAccount(other)]);
    const untouched = await createDistribution(request(), {
      platformId: other.id,
      body: 'Of another account',
      scheduledFor: new Date(Date.now() + HOUR_MS).toISOString(),
    });
    await transact([removeAccount(account)]);
    await syncConnection(account, undefined);
    expect(sent).toEqual([{ body: { kind: 'orphans', tenantId, platformId: account.id }, delaySeconds: 90 }]);
    await failOrphans({ tenantId, platformId: account.id }, actor);
    expect(await state(post.id)).toMatchObject({ status: 'failed', error: { class: 'NOT_FOUND' } });
    expect(await state(untouched.id)).toMatchObject({ status: 'scheduled' });
  });

  it('that was deleted holds no worker until it is stopped, however many plans there are', async () => {
    const post = await create('One of very many', 0);
    await transact([removeAccount(account)]);
    const clock = vi.spyOn(Date, 'now');
    // Reading the list takes longer than a worker has.
    clock.mockReturnValueOnce(0);
    await failOrphans({ tenantId, platformId: account.id }, actor);
    clock.mockRestore();
    expect(await state(post.id)).toMatchObject({ status: 'scheduled' });
  });

  it('that is still there keeps its posts, whatever a message says', async () => {
    const post = await create('Stays', 0);
    await failOrphans({ tenantId, platformId: account.id }, actor);
    expect(await state(post.id)).toMatchObject({ status: 'scheduled' });
  });

  it('that was deleted takes no plan any more', async () => {
    const post = await create('Late', 0);
    await transact([removeAccount(account)]);
    await expect(scheduleNow(request(), post.id, 'schedule', 'be published')).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(create('Later', 5)).rejects.toMatchObject({ code: 'not_found' });
  });
});
