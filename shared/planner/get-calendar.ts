import { type CalendarRange, rangeBounds } from './calendar-range.ts';
import { type CalendarView, mergeCalendar } from './merge-calendar.ts';
import { platformsOf, readCalendarParts } from './read-calendar-parts.ts';

export type CalendarQuery = CalendarRange & { platformId?: string | undefined };

/**
 * Slots, distributions and the posts that series will make, day by day, of one platform or of all. Reads nothing
 * outside the range.
 *
 * @throws HeraldError `not_found` for a platform that the tenant does not have
 */
export async function getCalendar(tenantId: string, query: CalendarQuery): Promise<CalendarView> {
  const { from, to, timezone, platformId } = query;
  const platforms = await platformsOf(tenantId, platformId);
  const bounds = rangeBounds(query);
  const { slots, posts, repeats, notices } = await readCalendarParts(platforms, bounds.from, bounds.to);
  const limits = new Map(platforms.map((account) => [account.id, account]));
  const days = mergeCalendar({ slots, posts, repeats, limits, timezone, now: Date.now() });
  return { from, to, timezone, days, notices };
}
