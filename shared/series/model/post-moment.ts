import { MINUTE_MS } from '../../kernel/time/durations.ts';

/** A post never goes out on the millisecond, and a retry or a limit may take it a little further. */
const ON_TIME_MS = 15 * MINUTE_MS;

/** From when a series counts on from a post: its planned time, or the moment when it went out where that was much later. */
export function postMoment(plannedFor: string, publishedAt: string | undefined): string {
  if (publishedAt === undefined) return plannedFor;
  return Date.parse(publishedAt) - Date.parse(plannedFor) > ON_TIME_MS ? publishedAt : plannedFor;
}
