import * as z from 'zod';
import { takesItsTime } from '../posts/times/taken-time.ts';
import type { CalendarDay } from './merge-calendar.ts';

/** How many posts a day has on a platform, and at what times. */
export const calendarOverviewRowSchema = z.object({
  date: z.string(),
  platformId: z.string(),
  /** Posts that are planned or out; drafts and cancelled ones are not counted. */
  scheduledPosts: z.number().int(),
  /** Posts that series will make. */
  repeats: z.number().int(),
  /** `HH:MM` of every slot, post and repeat of the day in the calendar's zone, each once. */
  timeSlots: z.array(z.string()),
  gaps: z.number().int(),
  conflicts: z.number().int(),
});
export type CalendarOverviewRow = z.infer<typeof calendarOverviewRowSchema>;

export function calendarOverview(days: CalendarDay[]): CalendarOverviewRow[] {
  return days.flatMap(({ date, platforms }) =>
    platforms.map(({ platformId, entries }) => ({
      date,
      platformId,
      scheduledPosts: entries.filter(({ post }) => post && takesItsTime(post.status)).length,
      repeats: entries.filter(({ repeat }) => repeat !== undefined).length,
      timeSlots: [...new Set(entries.map(({ time }) => time))].sort(),
      gaps: entries.filter(({ gap }) => gap).length,
      conflicts: entries.filter(({ conflicts }) => conflicts.length > 0).length,
    })),
  );
}
