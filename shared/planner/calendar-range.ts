import * as z from 'zod';
import { DAY_MS } from '../kernel/time/durations.ts';
import { localDateSchema, timeZoneSchema, wallTime } from '../kernel/time/local-time.ts';
import { wallClock } from '../kernel/time/wall-clock.ts';

/** A quarter of a year and a day: what a read costs grows with the range. */
export const MAX_RANGE_DAYS = 93;

/** The days that a calendar is read for; `to` is its last day. They are days of `timezone`; default: UTC. */
export const calendarRangeSchema = z
  .strictObject({ from: localDateSchema, to: localDateSchema, timezone: timeZoneSchema.default('UTC') })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: '"to" is before "from"' })
  .refine(({ from, to }) => wallTime(to, '00:00') - wallTime(from, '00:00') < MAX_RANGE_DAYS * DAY_MS, {
    path: ['to'],
    message: `A range has ${MAX_RANGE_DAYS} days at most`,
  });
export type CalendarRange = z.infer<typeof calendarRangeSchema>;

/** The range as instants in milliseconds; `to` is the midnight after the last day and not part of it. */
export function rangeBounds({ from, to, timezone }: CalendarRange): { from: number; to: number } {
  const clock = wallClock(timezone);
  const startOf = (wall: number) => clock.instantOf(wall).at;
  return { from: startOf(wallTime(from, '00:00')), to: startOf(wallTime(to, '00:00') + DAY_MS) };
}
