import { type CalendarLink, calendarLinkSchema } from '../domain/calendar/calendar-link.ts';
import { indexKeys, keys, lists, timeSortKey } from './keys.ts';
import { getItem } from './read.ts';
import type { Item } from './table.ts';
import { exists, isNew, type LabelledAction, put, remove } from './transact.ts';

export function insertCalendarLink(link: CalendarLink): LabelledAction {
  const { id, tenantId, createdAt } = link;
  const listed = indexKeys('gsi1', lists.calendarLinks.pk(tenantId), timeSortKey(createdAt, id));
  return put('newCalendarLink', { ...keys.calendarLink(id), ...listed, ...link }, isNew);
}

export function removeCalendarLink({ id }: CalendarLink): LabelledAction {
  return remove('calendarLink', keys.calendarLink(id), exists);
}

export async function readCalendarLink(id: string): Promise<CalendarLink | undefined> {
  const item = await getItem(keys.calendarLink(id));
  return item && fromCalendarLinkItem(item);
}

export function fromCalendarLinkItem(item: Item): CalendarLink {
  return calendarLinkSchema.parse(item);
}
