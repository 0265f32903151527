import * as z from 'zod';

/** A post that a series will make when its time comes; there is nothing of it yet. */
export const calendarRepeatSchema = z.object({
  seriesId: z.uuid(),
  name: z.string().optional(),
  platformId: z.string(),
  at: z.iso.datetime(),
  /** `YYYY-MM-DDTHH:MM` as the series' rule gives it. */
  occurrence: z.string(),
  /** 0 for the first text of the series. */
  turn: z.number().int(),
  /** When the series was last written. */
  updatedAt: z.iso.datetime(),
});
export type CalendarRepeat = z.infer<typeof calendarRepeatSchema>;
