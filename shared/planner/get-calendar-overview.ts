import { type CalendarOverviewRow, calendarOverview } from './calendar-overview.ts';
import { type CalendarQuery, getCalendar } from './get-calendar.ts';

/** How many posts each day has on each platform, and at what times. */
export async function getCalendarOverview(
  tenantId: string,
  query: CalendarQuery,
): Promise<{ items: CalendarOverviewRow[] }> {
  const { days } = await getCalendar(tenantId, query);
  return { items: calendarOverview(days) };
}
