import * as z from 'zod';
import { localDateTimeSchema } from '../../kernel/time/local-time.ts';
import { slotTypeSchema } from './slot.ts';

/** One slot of a range as the calendar shows it, whether it is stored or comes from a rule. */
export const calendarSlotSchema = z.object({
  /** `date#time` in UTC: unique on its platform. */
  key: z.string(),
  platformId: z.string(),
  instant: z.iso.datetime(),
  /** The wall clock in `timezone` at that instant. */
  date: z.string(),
  time: z.string(),
  timezone: z.string(),
  slotType: slotTypeSchema,
  locked: z.boolean(),
  /** Of a stored slot. */
  slotId: z.string().optional(),
  /** Of an occurrence of a rule; `occurrence` is the local time that the rule gives it. */
  rule: z.object({ id: z.string(), occurrence: localDateTimeSchema }).optional(),
  distributionId: z.string().optional(),
  /** When the slot, or the rule that made it, was last changed. */
  updatedAt: z.iso.datetime(),
});
export type CalendarSlot = z.infer<typeof calendarSlotSchema>;

/** What a reader of the calendar should know of a slot's time. */
export const calendarNoticeSchema = z.object({
  /**
   * `local_time_moved`: the clocks skip it. `local_time_twice`: the first is taken. `same_moment`: two slots fall
   * together and one is shown. `zone_changed`: the zone's rules are others than when the slot was stored.
   */
  code: z.enum(['local_time_moved', 'local_time_twice', 'same_moment', 'zone_changed']),
  message: z.string(),
  platformId: z.string(),
  /** The key of the slot that it is about. */
  key: z.string(),
});
export type CalendarNotice = z.infer<typeof calendarNoticeSchema>;
