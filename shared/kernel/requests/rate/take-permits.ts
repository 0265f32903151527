import { logger } from '../../logger.ts';
import { MINUTE_MS } from '../../time/durations.ts';
import { type Bucket, costOf, takeFromBucket } from './bucket-items.ts';

/** A slow caller costs no write: so many permits per environment and window are given first and paid with the next lease. */
const FREE_PERMITS = 5;
/** How long leased permits can be used, and free ones are remembered. */
const WINDOW_MS = 10_000;
const FIRST_LEASE = 10;
const LARGEST_LEASE = 100;
const MOST_BUCKETS = 2_000;

export type Permission =
  /** `left`: about so many permits are left, and all of them again in so many seconds. */
  { granted: true; left: number; fullInSeconds: number } | { granted: false; retryAfterSeconds: number };

interface Purse {
  windowFrom: number;
  /** Given in this window and not paid yet. */
  owed: number;
  /** Leased, not used yet, and until when. */
  leased: number;
  leasedUntil: number;
  lease: number;
  emptyUntil: number;
  /** No bucket is asked before this moment. */
  refusedUntil: number;
}

/**
 * Gives permits for requests. An environment of a function leases permits in advance, more as a caller gets faster, so
 * that a fast one costs a write in a hundred requests. Refused requests cost nothing. Where the table does not answer, the
 * request is let through: a limit must not stop a post.
 */
export function createPermits() {
  // What an environment forgets is only paid twice.
  const purses = new Map<string, Purse>();

  return async function take(bucket: Bucket, permits: number): Promise<Permission> {
    const now = Date.now();
    const purse = purseOf(purses, bucket, now);
    if (purse.refusedUntil > now) return refusal(purse, now);
    if (purse.leased >= permits && purse.leasedUntil > now) {
      purse.leased -= permits;
      return granted(bucket, purse, now);
    }
    if (purse.owed + permits <= FREE_PERMITS) {
      purse.owed += permits;
      return granted(bucket, purse, now);
    }
    return lease(bucket, purse, permits);
  };
}

/** Those of this environment. */
export const takePermits = createPermits();

async function lease(bucket: Bucket, purse: Purse, permits: number): Promise<Permission> {
  const due = Math.min(bucket.perMinute, purse.owed + permits);
  // Ten leases at once leave half of a bucket: many environments may serve the same caller.
  const size = Math.min(purse.lease, Math.floor(bucket.perMinute / 20));
  purse.lease = Math.min(LARGEST_LEASE, purse.lease * 2);
  try {
    let taken = await takeFromBucket(bucket, due + size, purse.emptyUntil);
    const leased = taken.ok ? size : 0;
    if (!taken.ok) taken = await takeFromBucket(bucket, due, taken.emptyUntil);
    const now = Date.now();
    purse.emptyUntil = taken.emptyUntil;
    if (!taken.ok) {
      purse.refusedUntil = taken.emptyUntil + costOf(bucket, due) - MINUTE_MS;
      return refusal(purse, now);
    }
    purse.owed = 0;
    purse.leased = leased;
    purse.leasedUntil = now + WINDOW_MS;
    return granted(bucket, purse, now);
  } catch (error) {
    logger.warn('Requests are not counted at the moment', { error: error as Error });
    return granted(bucket, purse, Date.now());
  }
}

function purseOf(purses: Map<string, Purse>, { tenantId, name }: Bucket, now: number): Purse {
  const id = `${tenantId} ${name}`;
  const known = purses.get(id);
  if (known !== undefined && now - known.windowFrom < WINDOW_MS && now >= known.windowFrom) return known;
  const purse: Purse = {
    windowFrom: now,
    // A debt ends with its window, or a slow caller would pay in the end.
    owed: 0,
    leased: known?.leased ?? 0,
    leasedUntil: known?.leasedUntil ?? 0,
    lease: FIRST_LEASE,
    emptyUntil: known?.emptyUntil ?? 0,
    refusedUntil: known?.refusedUntil ?? 0,
  };
  if (purses.size >= MOST_BUCKETS) purses.clear();
  purses.set(id, purse);
  return purse;
}

function granted(bucket: Bucket, { owed, leased, emptyUntil }: Purse, now: number): Permission {
  const spent = Math.max(0, emptyUntil - now);
  const left = Math.floor((MINUTE_MS - spent) / costOf(bucket, 1)) - owed + leased;
  return { granted: true, left: Math.max(0, left), fullInSeconds: Math.ceil(spent / 1000) };
}

function refusal({ refusedUntil }: Purse, now: number): Permission {
  return { granted: false, retryAfterSeconds: Math.max(1, Math.ceil((refusedUntil - now) / 1000)) };
}
