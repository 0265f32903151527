import * as z from 'zod';
import { DAY_MS } from '../kernel/time/durations.ts';
import { localDate, localTimeSchema, timeZoneSchema, wallTime, weekdayOf } from '../kernel/time/local-time.ts';
import { type WallClock, wallClocks } from '../kernel/time/wall-clock.ts';

/**
 * Hours in which Herald picks no time; a caller may. `to` before `from` runs into the next day; `to` equal to `from` is
 * the whole day. `weekdays` (1 Monday to 7 Sunday) are those on which it begins. Default: all.
 */
export const quietHoursSchema = z.strictObject({
  from: localTimeSchema,
  to: localTimeSchema,
  timezone: timeZoneSchema,
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).optional(),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

/** A span of instants in milliseconds; `to` is not part of it. */
export interface Span {
  from: number;
  to: number;
}

/** Finds the quiet span that a moment lies in, if any. */
export function quietSpans(quietHours: QuietHours[]): (at: number) => Span | undefined {
  const clockOf = wallClocks();
  return (at) => {
    for (const quiet of quietHours) {
      const span = spanAround(at, quiet, clockOf(quiet.timezone));
      if (span !== undefined) return span;
    }
    return undefined;
  };
}

function spanAround(at: number, { from, to, weekdays }: QuietHours, clock: WallClock): Span | undefined {
  const today = wallTime(localDate(clock.wallOf(at)), from);
  const length = (wallTime('2000-01-01', to) - wallTime('2000-01-01', from) + DAY_MS) % DAY_MS || DAY_MS;
  for (const begin of [today, today - DAY_MS]) {
    if (weekdays !== undefined && !weekdays.includes(weekdayOf(begin))) continue;
    // Quiet is what the clock shows: an hour that it skips shortens the span, one that it shows twice is quiet both times.
    const span = { from: clock.momentsOf(begin).first, to: clock.momentsOf(begin + length).last };
    if (span.from <= at && at < span.to) return span;
  }
  return undefined;
}
