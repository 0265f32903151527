import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DynamoDbEngine, openDynamoDb } from '../../../infra/local/dynamodb/engine.ts';
import { documentClient } from '../../../shared/kernel/table/client.ts';
import { transact } from '../../../shared/kernel/table/transact.ts';
import { tryTransact } from '../../../shared/kernel/table/try-transact.ts';
import { quotaGuards } from '../../../shared/posts/model/guards.ts';
import {
  giveBackQuota,
  holdsPlace,
  isLimited,
  isQuotaRefusal,
  nextSendTime,
  notePlaceTaken,
  reserveQuota,
  takeQuota,
} from '../../../shared/posts/quota/quota-items.ts';
import { aPlatform } from '../../support/factories.ts';
import { type Command, sendTo } from './support/direct-client.ts';
import { TABLE, tableDefinition } from './support/table-definition.ts';

const START = Date.parse('2027-03-01T20:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TOLERANCE_MS = 2_000;

type Limits = { postsPerHour?: number; postsPerDay?: number; minIntervalMinutes?: number };
type Account = ReturnType<typeof aPlatform>;

const maybe = (min: number, max: number) => fc.option(fc.integer({ min, max }), { nil: undefined });
const limits: fc.Arbitrary<Limits> = fc
  .record({ postsPerHour: maybe(1, 3), postsPerDay: maybe(1, 6), minIntervalMinutes: maybe(1, 90) })
  .filter((some) => isLimited(aPlatform(some)));

describe('the ledger of an account', () => {
  let engine: DynamoDbEngine;

  beforeEach(async () => {
    vi.stubEnv('TABLE_NAME', TABLE);
    vi.useFakeTimers({ toFake: ['Date'], now: START });
    engine = await openDynamoDb({});
    await engine.call('CreateTable', tableDefinition);
    vi.spyOn(documentClient, 'send').mockImplementation(((command: Command) =>
      sendTo(engine, command)) as unknown as typeof documentClient.send);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.useRealTimers();
    await engine.close();
  });

  /** Gives the next place to a post in the line. */
  const give = async (account: Account, from: number): Promise<number> => {
    const at = await nextSendTime(account, from);
    expect(await tryTransact(reserveQuota(account, 'in-line', at))).toBeUndefined();
    return at;
  };
  const near = (places: number[], at: number, { minIntervalMinutes = 0 }: Limits) =>
    places.some((place) => Math.abs(place - at) < minIntervalMinutes * MINUTE_MS - TOLERANCE_MS);
  const isFree = (places: number[], at: number, of: Limits) => {
    const same = (length: number) =>
      places.filter((place) => Math.floor(place / length) === Math.floor(at / length)).length;
    if (same(HOUR_MS) >= (of.postsPerHour ?? Number.POSITIVE_INFINITY)) return false;
    if (same(24 * HOUR_MS) >= (of.postsPerDay ?? Number.POSITIVE_INFINITY)) return false;
    return !near(places, at, of);
  };

  it('gives each post in the line the first moment that every limit leaves free', async () => {
    const asked = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(limits, asked, async (some, offsets) => {
        const account = aPlatform(some);
        const places: number[] = [];
        for (const offset of offsets) {
          const from = START + offset * MINUTE_MS;
          const at = await give(account, from);
          let first = from;
          while (!isFree(places, first, some)) first += MINUTE_MS;
          expect(new Date(at), JSON.stringify(some)).toEqual(new Date(first));
          places.push(at);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('takes a place at once exactly where the limits allow it, and names the one that does not', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(limits, gaps, async (some, minutes) => {
        const account = aPlatform(some);
        const places: number[] = [];
        let at = START;
        for (const [index, gap] of minutes.entries()) {
          at += gap * MINUTE_MS;
          const refused = await tryTransact(takeQuota(account, `post-${index}`, at));
          const where = `${JSON.stringify(some)} ${new Date(at).toISOString()} ${refused?.label}`;
          expect(refused === undefined, where).toBe(isFree(places, at, some));
          if (refused === undefined) places.push(at);
          else expect(isQuotaRefusal(refused), where).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets nobody past those in the line: a place at once is refused until the last given one has come', async () => {
    const account = aPlatform({ postsPerHour: 2 });
    expect(await give(account, START + HOUR_MS)).toBe(START + HOUR_MS);
    expect(await tryTransact(takeQuota(account, 'fresh', START))).toMatchObject({ guard: quotaGuards.line });
    expect(await tryTransact(takeQuota(account, 'fresh', START + HOUR_MS))).toBeUndefined();
  });

  it('gives one place to one of two that found the same', async () => {
    const account = aPlatform({ postsPerHour: 1 });
    const found = await Promise.all([nextSendTime(account, START), nextSendTime(account, START)]);
    expect(found).toEqual([START, START]);
    const refusals = await Promise.all(['one', 'other'].map((id) => tryTransact(reserveQuota(account, id, START))));
    expect(refusals.map((refused) => refused?.guard.label).sort()).toEqual(['postsPerHour', undefined]);
  });

  it('lets a post try again within its own interval, and nobody else', async () => {
    const account = aPlatform({ minIntervalMinutes: 30 });
    expect(await tryTransact(takeQuota(account, 'mine', START))).toBeUndefined();
    expect(await tryTransact(takeQuota(account, 'mine', START + MINUTE_MS))).toBeUndefined();
    expect(await tryTransact(takeQuota(account, 'other', START + 2 * MINUTE_MS))).toMatchObject({
      guard: quotaGuards.minInterval,
    });
    expect(await tryTransact(takeQuota(account, 'other', START + 31 * MINUTE_MS))).toBeUndefined();
  });

  it('keeps the interval to a post that went out at a place given before', async () => {
    const account = aPlatform({ minIntervalMinutes: 30 });
    await transact(notePlaceTaken(account, 'given', START + 5 * MINUTE_MS));
    expect(await nextSendTime(account, START)).toBe(START + 35 * MINUTE_MS);
  });

  it('has a place again that was given back, unless its day is over', async () => {
    const account = aPlatform({ postsPerHour: 1, minIntervalMinutes: 10 });
    const at = await give(account, START);
    expect(await nextSendTime(account, START)).toBe(START + HOUR_MS);
    const place = { tenantId: account.tenantId, platformId: account.id };
    await transact(giveBackQuota(place, new Date(at).toISOString()));
    expect(await nextSendTime(account, START)).toBe(START);
    expect(giveBackQuota(place, undefined)).toEqual([]);
    expect(giveBackQuota(place, '2027-02-28T23:59:59.999Z')).toEqual([]);
  });

  it('writes nothing for an account without limits', () => {
    const account = aPlatform();
    expect([...takeQuota(account, 'post', START), ...reserveQuota(account, 'post', START)]).toEqual([]);
  });

  it('holds a place for its hour, and with an interval for its minute', () => {
    const at = new Date(START).toISOString();
    expect(holdsPlace(aPlatform({ postsPerHour: 1 }), at, START + HOUR_MS - 1)).toBe(true);
    expect(holdsPlace(aPlatform({ postsPerHour: 1 }), at, START + HOUR_MS)).toBe(false);
    const spaced = aPlatform({ minIntervalMinutes: 5 });
    expect(holdsPlace(spaced, at, START + MINUTE_MS - 1)).toBe(true);
    expect(holdsPlace(spaced, at, START + MINUTE_MS)).toBe(false);
    expect(holdsPlace(spaced, undefined, START)).toBe(false);
  });
});
