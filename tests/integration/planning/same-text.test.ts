import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../shared/kernel/ids.ts';
import { withGuardErrors } from '../../../shared/kernel/table/guard-errors.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import {
  findTextHolders,
  holdSentText,
  releaseText,
  reserveText,
} from '../../../shared/posts/model/content-hash-items.ts';
import type { Distribution } from '../../../shared/posts/model/distribution.ts';
import { aDistribution } from '../../support/factories.ts';
import { openTable } from './support/table.ts';

describe('the same text on one platform', () => {
  let table: Awaited<ReturnType<typeof openTable>>;
  const platformId = newId();
  let hash = 0;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T00:00:00Z') });
    table = await openTable();
  });
  afterAll(async () => {
    await table?.close();
    vi.useRealTimers();
  });
  beforeEach(() => {
    hash += 1;
  });

  const post = (textHeldAt?: string): Distribution =>
    aDistribution({ platformId, contentHash: `hash-${hash}`, ...(textHeldAt && { textHeldAt }) });
  const reserve = async (at: string, state = post(at)): Promise<Distribution> => {
    await withGuardErrors(() => transact(reserveText(state, at)));
    return state;
  };
  const holder = async (at: string) => (await findTextHolders([{ ...post(), heldAt: at }]))[0];

  it.each([
    ['of a day', '2026-03-10T12:00:00.000Z'],
    ['at the end of a month', '2026-03-31T23:30:00.000Z'],
    ['at the beginning of a month', '2026-04-01T00:10:00.000Z'],
    ['at the end of a year', '2026-12-31T12:00:00.000Z'],
  ])('is held for 24 hours to each side of a moment %s, and no longer', async (_when, at) => {
    const first = await reserve(at);
    const hours = (count: number) => new Date(Date.parse(at) + count * 3_600_000).toISOString();
    for (const near of [hours(-23.9), hours(-1), at, hours(1), hours(23.9)]) {
      await expect(reserve(near)).rejects.toMatchObject({
        code: 'duplicate_content',
        extra: { existingId: first.id },
      });
      expect(await holder(near)).toBe(first.id);
    }
    for (const far of [hours(-24.1), hours(24.1)]) {
      expect(await holder(far)).toBeUndefined();
      await reserve(far);
    }
  });

  it('comes again on other days of the month, each day held by its own post', async () => {
    const weekly = ['2026-05-05', '2026-05-12', '2026-05-19', '2026-05-26'].map((day) => `${day}T09:00:00.000Z`);
    const posts: Distribution[] = [];
    for (const at of weekly) posts.push(await reserve(at));
    for (const [index, at] of weekly.entries()) expect(await holder(at)).toBe(posts[index]!.id);
  });

  it('may be moved by its own post, and is free where that has left, but not by another post', async () => {
    const at = '2026-06-10T12:00:00.000Z';
    const own = await reserve(at);
    await reserve('2026-06-10T20:00:00.000Z', own);
    await releaseText(post(at));
    expect(await holder(at)).toBe(own.id);
    await releaseText(own);
    expect(await holder(at)).toBeUndefined();
    await reserve(at);
  });

  it('is held around the moment at which it went out, whoever holds that day', async () => {
    const late = post('2026-07-10T23:00:00.000Z');
    await reserve(late.textHeldAt!, late);
    await transact(holdSentText(late, '2026-07-11T08:00:00.000Z'));
    expect(await holder('2026-07-12T07:00:00.000Z')).toBe(late.id);
  });

  it('finds the holders of several posts at once, also of the same text', async () => {
    const one = await reserve('2026-08-01T00:30:00.000Z');
    const two = await reserve('2026-08-20T12:00:00.000Z');
    const asked = ['2026-08-20T11:00:00.000Z', '2026-08-10T12:00:00.000Z', '2026-07-31T23:00:00.000Z'];
    const found = await findTextHolders(asked.map((heldAt) => ({ ...post(), heldAt })));
    expect(found).toEqual([two.id, undefined, one.id]);
  });
});
