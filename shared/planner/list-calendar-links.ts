import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { type CalendarLinkView, viewCalendarLink } from './calendar-link.ts';
import { readCalendarLinkPage } from './calendar-link-items.ts';

/** Oldest first. */
export async function listCalendarLinks(tenantId: string, query: PageQuery): Promise<Page<CalendarLinkView>> {
  return mapPage(await readCalendarLinkPage(tenantId, query), viewCalendarLink);
}
