import type { Account } from '../../accounts/account.ts';
import { accountKeys, accountPrefixes, platformPk } from '../../accounts/keys.ts';
import type { Key } from '../../kernel/table/client.ts';
import type { Guard } from '../../kernel/table/guard.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem, queryPartition } from '../../kernel/table/read.ts';
import { type GuardFailed, update, updateAlways } from '../../kernel/table/transact.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time/durations.ts';
import { lineGuards, quotaGuards } from '../model/guards.ts';
import { postKeys } from '../model/keys.ts';

// The ledger of an account: how many posts each hour and day (UTC) holds, and what the last one took. A post has a place
// in it before it is sent, taken in the transaction of its attempt or, where a limit made it wait, in that of its new time.

const INTERVAL_TOLERANCE_MS = 2_000;
const KEPT_SECONDS = 3 * 86_400;
/** Days that one look for a place goes ahead. */
const WINDOW_DAYS = 4;
const PLACE_LASTS_MS = 60_000;
const MAX_WINDOWS = 100;

/** Whether a limit of the account, or its queue, refused a write. */
export const isQuotaRefusal = ({ guard }: GuardFailed) => Object.values(quotaGuards).includes(guard);

type Limits = Pick<Account, 'tenantId' | 'id' | 'postsPerHour' | 'postsPerDay' | 'minIntervalMinutes' | 'blockedUntil'>;

/** An account without limits writes nothing here: otherwise every post of it would meet in one item. */
export function isLimited({ postsPerHour, postsPerDay, minIntervalMinutes }: Limits): boolean {
  return postsPerHour !== undefined || postsPerDay !== undefined || minIntervalMinutes !== undefined;
}

/**
 * One place at `at` (milliseconds). Refused by the guard of the limit that is met, or by `line` if later places are
 * already given out: a post that has waited goes first.
 */
export function takeQuota(platform: Limits, distributionId: string, at: number): LabelledAction[] {
  if (!isLimited(platform)) return [];
  const line = { expression: 'attribute_not_exists(plannedUntil) OR plannedUntil <= :at', values: { ':at': at } };
  return [...countPost(platform, at), lastPost(platform, distributionId, at, line)];
}

/** One place at a moment that `nextPlace` found, for a queued post. Refused if another post took it in between. */
export function reserveQuota(platform: Limits, distributionId: string, at: number): LabelledAction[] {
  if (!isLimited(platform)) return [];
  return [...countPost(platform, at), lastPost(platform, distributionId, at)];
}

/** A post with a place goes out: the next post keeps the interval to it. */
export function notePlaceTaken(
  { tenantId, id, minIntervalMinutes }: Limits,
  distributionId: string,
  at: number,
): LabelledAction[] {
  if (minIntervalMinutes === undefined) return [];
  const values = { ':at': at, ':self': distributionId };
  return [updateAlways(postKeys.ledger(tenantId, id), 'SET lastAt = :at, lastBy = :self', values)];
}

/** Frees a place: of a post that the platform refused, or that was taken off the schedule. A past day is left as it was. */
export function giveBackQuota(
  { tenantId, platformId }: { tenantId: string; platformId: string },
  ledgerAt: string | undefined,
): LabelledAction[] {
  if (ledgerAt === undefined || ledgerAt.slice(0, 10) < dayOf(Date.now())) return [];
  const hour = accountKeys.usage(tenantId, platformId, ledgerAt.slice(0, 13));
  const day = accountKeys.usage(tenantId, platformId, ledgerAt.slice(0, 10));
  const place = { ':minusOne': -1, ':place': new Set([Date.parse(ledgerAt)]) };
  return [
    updateAlways(hour, 'ADD posts :minusOne DELETE places :place', place),
    updateAlways(day, 'ADD posts :minusOne', { ':minusOne': -1 }),
  ];
}

/** The first moment from `from` on (milliseconds) that every limit of the account lets one more post through. */
export async function nextSendTime(platform: Limits, from: number): Promise<number> {
  const { tenantId, id, minIntervalMinutes } = platform;
  const interval = (minIntervalMinutes ?? 0) * 60_000;
  const ledger = interval === 0 ? undefined : await getItem(postKeys.ledger(tenantId, id));
  const lastAt = typeof ledger?.lastAt === 'number' ? ledger.lastAt : 0;
  let at = Math.max(from, lastAt + interval);
  for (let window = 0; window < MAX_WINDOWS; window += 1) {
    const usage = await usageFrom(platform, at - DAY_MS);
    const end = startOfDay(at) + WINDOW_DAYS * DAY_MS;
    while (at < end) {
      const near = usage.places.find((place) => Math.abs(place - at) < interval - INTERVAL_TOLERANCE_MS);
      if (isFull(usage.posts, dayOf(at), platform.postsPerDay)) at = startOfDay(at) + DAY_MS;
      else if (isFull(usage.posts, hourOf(at), platform.postsPerHour)) at = startOfHour(at) + HOUR_MS;
      else if (interval > 0 && near !== undefined) at = near + interval;
      else return at;
    }
  }
  return at;
}

/** Whether a place that was given for `ledgerAt` holds for a call at `callAt` (milliseconds). */
export function holdsPlace({ minIntervalMinutes }: Limits, ledgerAt: string | undefined, callAt: number): boolean {
  if (ledgerAt === undefined || ledgerAt.slice(0, 13) !== hourOf(callAt)) return false;
  // After a standstill, all posts whose places have passed would come at once.
  return minIntervalMinutes === undefined || callAt - Date.parse(ledgerAt) < PLACE_LASTS_MS;
}

/** The quota's lock for the worker that gives out places; `until` in milliseconds. Refused while another holds it. */
export function lockLine({ tenantId, id }: Limits, until: number): LabelledAction {
  const now = Date.now();
  return update(
    lineGuards.lock,
    postKeys.ledger(tenantId, id),
    'SET lineLockUntil = :until',
    { ':until': until },
    {
      expression: 'attribute_not_exists(lineLockUntil) OR lineLockUntil < :now',
      values: { ':now': now },
    },
  );
}

/** Asks the worker that holds the lock for one more pass. Refused if no worker holds it, or if one was asked already. */
export function askForAnotherPass({ tenantId, id }: Limits): LabelledAction {
  return update(
    lineGuards.again,
    postKeys.ledger(tenantId, id),
    'SET lineAgain = :yes',
    { ':yes': true },
    {
      expression: 'lineLockUntil >= :now AND attribute_not_exists(lineAgain)',
      values: { ':now': Date.now() },
    },
  );
}

/** Refused where another pass was asked for; `force` gives the lock up all the same. */
export function unlockLine({ tenantId, id }: Limits, force = false): LabelledAction {
  const [key, set] = [postKeys.ledger(tenantId, id), 'REMOVE lineLockUntil'];
  if (force) return updateAlways(key, set);
  return update(lineGuards.unlock, key, set, {}, { expression: 'attribute_not_exists(lineAgain)' });
}

export function beginPass({ tenantId, id }: Limits): LabelledAction {
  return updateAlways(postKeys.ledger(tenantId, id), 'REMOVE lineAgain');
}

function countPost(
  { tenantId, id, postsPerHour, postsPerDay, minIntervalMinutes }: Limits,
  at: number,
): LabelledAction[] {
  const count = (guard: Guard, period: string, limit: number | undefined, places: boolean) => {
    const key = accountKeys.usage(tenantId, id, period);
    const add = `ADD posts :one${places ? ', places :place' : ''} SET expiresAt = :expiresAt`;
    const values = {
      ':one': 1,
      ':expiresAt': Math.floor(at / 1000) + KEPT_SECONDS,
      ...(places && { ':place': new Set([at]) }),
    };
    if (limit === undefined) return updateAlways(key, add, values);
    const expression = 'attribute_not_exists(posts) OR posts < :limit';
    return update(guard, key, add, values, { expression, values: { ':limit': limit } });
  };
  // Both are counted where either is limited, so that a place is given back as it was taken.
  return [
    count(quotaGuards.postsPerHour, hourOf(at), postsPerHour, minIntervalMinutes !== undefined),
    count(quotaGuards.postsPerDay, dayOf(at), postsPerDay, false),
  ];
}

type Condition = { expression: string; values: Record<string, unknown> };

/** `line`: a place right now, which no post in the queue may be waiting for; otherwise one that is given out ahead. */
function lastPost(platform: Limits, distributionId: string, at: number, line?: Condition): LabelledAction {
  const { tenantId, id, minIntervalMinutes } = platform;
  const key: Key = postKeys.ledger(tenantId, id);
  if (line === undefined) return updateAlways(key, 'SET plannedUntil = :at', { ':at': at });
  const set = 'SET lastAt = :at, lastBy = :self';
  const values = { ':at': at, ':self': distributionId };
  if (minIntervalMinutes === undefined) return update(quotaGuards.line, key, set, values, line);
  // A post's own failed try does not block it, and posts planned exactly one interval apart are not a second too near.
  const expression = `(attribute_not_exists(lastAt) OR lastAt <= :latest OR lastBy = :self) AND (${line.expression})`;
  const latest = at - minIntervalMinutes * 60_000 + INTERVAL_TOLERANCE_MS;
  return update(quotaGuards.minInterval, key, set, values, {
    expression,
    values: { ...line.values, ':latest': latest },
  });
}

/** Posts by hour and by day, and the moments of the places, of some days from `at` on. */
async function usageFrom({ tenantId, id }: Limits, at: number) {
  const { usage } = accountPrefixes;
  const between: [string, string] = [`${usage}${dayOf(at)}`, `${usage}${dayOf(at + (WINDOW_DAYS + 1) * DAY_MS)}~`];
  const items = await queryPartition({ pk: platformPk(tenantId, id), between });
  const posts = new Map(
    items.map((item) => [item.sk.slice(usage.length), typeof item.posts === 'number' ? item.posts : 0]),
  );
  const places = items.flatMap((item) => (item.places instanceof Set ? [...(item.places as Set<number>)] : []));
  return { posts, places: places.sort((one, other) => one - other) };
}

const isFull = (usage: Map<string, number>, period: string, limit: number | undefined) =>
  limit !== undefined && (usage.get(period) ?? 0) >= limit;
const hourOf = (at: number) => new Date(at).toISOString().slice(0, 13);
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const startOfHour = (at: number) => Math.floor(at / HOUR_MS) * HOUR_MS;
const startOfDay = (at: number) => Math.floor(at / DAY_MS) * DAY_MS;
