import type { Item } from '../kernel/table/client.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { getItem } from '../kernel/table/read.ts';
import { exists, isNew, put, remove } from '../kernel/table/transact.ts';
import { type CalendarLink, calendarLinkSchema } from './calendar-link.ts';
import { plannerGuards } from './guards.ts';
import { plannerKeys, plannerLists } from './keys.ts';

export function insertCalendarLink(link: CalendarLink): LabelledAction {
  const { id, tenantId, createdAt } = link;
  const listed = indexKeys('gsi1', plannerLists.calendarLinks.pk(tenantId), timeSortKey(createdAt, id));
  return put(plannerGuards.newCalendarLink, { ...plannerKeys.calendarLink(id), ...listed, ...link }, isNew);
}

export function removeCalendarLink({ id }: CalendarLink): LabelledAction {
  return remove(plannerGuards.calendarLink, plannerKeys.calendarLink(id), exists);
}

export async function readCalendarLink(id: string): Promise<CalendarLink | undefined> {
  const item = await getItem(plannerKeys.calendarLink(id));
  return item && fromCalendarLinkItem(item);
}

export function fromCalendarLinkItem(item: Item): CalendarLink {
  return calendarLinkSchema.parse(item);
}
