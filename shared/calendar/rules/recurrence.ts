import * as z from 'zod';
import { localDateSchema } from '../../kernel/time/local-time.ts';
import { rruleSchema } from './recurrence-rule.ts';

/** How a slot comes again: three words for the usual cases, or a full rule with the dates that it leaves out. */
export const recurrenceSchema = z.union([
  z.enum(['daily', 'weekly', 'monthly']),
  z.strictObject({ rrule: rruleSchema, exdates: z.array(localDateSchema).max(366).optional() }),
]);
type Recurrence = z.infer<typeof recurrenceSchema>;

/** A rule as it is stored and followed: local wall time from a first day on. */
export const recurringTimeSchema = z.object({
  /** No occurrence before it, and the anchor of every INTERVAL. */
  date: localDateSchema,
  time: z.string(),
  timezone: z.string(),
  rrule: rruleSchema,
  /** Local dates that are left out. They count towards COUNT, as RFC 5545 has it. */
  exdates: z.array(localDateSchema),
});
export type RecurringTime = z.infer<typeof recurringTimeSchema>;

/** The rule that the user's words mean, for a slot that begins on `date`. */
export function ruleOf(recurrence: Recurrence, date: string): Pick<RecurringTime, 'rrule' | 'exdates'> {
  if (typeof recurrence !== 'string') return { rrule: recurrence.rrule, exdates: recurrence.exdates ?? [] };
  return { rrule: sugar(recurrence, date), exdates: [] };
}

function sugar(word: 'daily' | 'weekly' | 'monthly', date: string): string {
  if (word === 'daily') return 'FREQ=DAILY';
  if (word === 'weekly') return 'FREQ=WEEKLY';
  const day = Number(date.slice(8));
  if (day <= 28) return `FREQ=MONTHLY;BYMONTHDAY=${day}`;
  // RFC 5545 leaves out a month that is too short; who says "monthly" on the 31st means its last day.
  const days = Array.from({ length: day - 27 }, (_, index) => 28 + index);
  return `FREQ=MONTHLY;BYMONTHDAY=${days.join(',')};BYSETPOS=-1`;
}
