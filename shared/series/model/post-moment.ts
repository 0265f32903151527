import { MINUTE_MS } from '../../kernel/time/durations.ts';

/** A post goes out within seconds of its time; a retry or a limit may delay it by some minutes. */
const ON_TIME_MS = 15 * MINUTE_MS;

/** The moment from which a series counts on: the post's planned time, or its publication where that was much later. */
export function postMoment(plannedFor: string, publishedAt: string | undefined): string {
  if (publishedAt === undefined) return plannedFor;
  return Date.parse(publishedAt) - Date.parse(plannedFor) > ON_TIME_MS ? publishedAt : plannedFor;
}
