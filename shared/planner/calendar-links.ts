import { findAccount } from '../accounts/find-account.ts';
import { environment } from '../kernel/environment.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { notFound } from '../kernel/herald-error.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { listItems } from '../kernel/table/read.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import {
  type CalendarLink,
  type CalendarLinkView,
  calendarLinkViewSchema,
  type NewCalendarLink,
  newLinkToken,
} from './calendar-link.ts';
import {
  fromCalendarLinkItem,
  insertCalendarLink,
  readCalendarLink,
  removeCalendarLink,
} from './calendar-link-items.ts';
import { calendarLinkEvents } from './events.ts';
import { plannerLists } from './keys.ts';

/** Makes a secret address of the calendar. It is in this answer only. */
export async function createCalendarLink(
  { tenantId, actor, idempotency }: RequestContext,
  { platformId }: NewCalendarLink,
): Promise<CalendarLinkView & { url: string }> {
  if (platformId !== undefined) await findAccount(tenantId, platformId);
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const { token, secretHash } = newLinkToken(id);
  const link: CalendarLink = { id, tenantId, platformId, secretHash, createdAt: isoNow() };
  await withGuardErrors(() =>
    transact([
      insertCalendarLink(link),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      recordEvent(actor, calendarLinkEvents.CALENDAR_LINK_CREATED, {
        tenantId,
        entityId: id,
        data: { platformId },
      }),
    ]),
  );
  return { ...view(link), url: `${environment('API_URL')}/api/v1/calendar.ics?token=${token}` };
}

export async function getCalendarLink(tenantId: string, id: string): Promise<CalendarLinkView> {
  return view(await findLink(tenantId, id));
}

export async function listCalendarLinks(
  tenantId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<CalendarLinkView>> {
  const { index, pk } = plannerLists.calendarLinks;
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after: decodeCursor(cursor, tenantId) });
  return { items: items.map((item) => view(fromCalendarLinkItem(item))), nextCursor: encodeCursor(next) };
}

/** Ends a link at once. */
export async function revokeCalendarLink({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const link = await findLink(tenantId, id);
  await withGuardErrors(() =>
    transact([
      removeCalendarLink(link),
      recordEvent(actor, calendarLinkEvents.CALENDAR_LINK_REVOKED, {
        tenantId,
        entityId: id,
        data: {},
      }),
    ]),
  );
}

async function findLink(tenantId: string, id: string): Promise<CalendarLink> {
  const link = await readCalendarLink(id);
  if (link?.tenantId !== tenantId) throw notFound('calendar link', id);
  return link;
}

const view = (link: CalendarLink) => calendarLinkViewSchema.parse(link);
