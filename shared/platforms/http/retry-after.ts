import { DAY_MS, HOUR_MS } from '../../kernel/time/durations.ts';

/**
 * No platform has a limit that lasts longer than a day; the hour is for clocks and for days that begin elsewhere. Whoever
 * names a later time has made a mistake (another unit, another clock), and a post does not wait for it.
 */
export const MAX_WAIT_MS = DAY_MS + HOUR_MS;

/** A platform's own word for when to come back, or undefined where it cannot be meant. Milliseconds since the epoch. */
export function believable(time: number, now: number): number | undefined {
  return Number.isFinite(time) && time <= now + MAX_WAIT_MS ? time : undefined;
}

/** `Retry-After` (seconds, or an HTTP date) as milliseconds since the epoch. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  return believable(/^\d+$/.test(value) ? now + Number(value) * 1000 : Date.parse(value), now);
}

/** A header with Unix seconds (X, Bluesky) as milliseconds since the epoch. */
export function resetTime(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string' || !/^\d+$/.test(value)) return undefined;
  return believable(Number(value) * 1000, now);
}
