import { notFound } from '../kernel/herald-error.ts';
import { type CalendarLink, type CalendarLinkView, viewCalendarLink } from './calendar-link.ts';
import { readCalendarLink } from './calendar-link-items.ts';

/** @throws HeraldError `not_found`, also where the link belongs to another tenant */
export async function findCalendarLink(tenantId: string, id: string): Promise<CalendarLink> {
  const link = await readCalendarLink(id);
  if (link?.tenantId !== tenantId) throw notFound('calendar link', id);
  return link;
}

export async function getCalendarLink(tenantId: string, id: string): Promise<CalendarLinkView> {
  return viewCalendarLink(await findCalendarLink(tenantId, id));
}
