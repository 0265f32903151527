import { isoNow } from '../cloud/clock.ts';
import { environment } from '../cloud/environment.ts';
import {
  type CalendarLink,
  type CalendarLinkView,
  calendarLinkViewSchema,
  type NewCalendarLink,
  newLinkToken,
} from '../domain/calendar/calendar-link.ts';
import { notFound } from '../domain/herald-error.ts';
import { derivedId, newId } from '../domain/ids.ts';
import {
  fromCalendarLinkItem,
  insertCalendarLink,
  readCalendarLink,
  removeCalendarLink,
} from '../store/calendar-link-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { lists } from '../store/keys.ts';
import { listItems } from '../store/read.ts';
import { transact } from '../store/transact.ts';
import { explainGuards } from './explain-guards.ts';
import { findPlatform } from './find-platform.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from './page.ts';
import type { RequestContext } from './request-context.ts';

/** Makes a secret address of the calendar. It is in this answer only. */
export async function createCalendarLink(
  { tenantId, actor, idempotency }: RequestContext,
  { platformId }: NewCalendarLink,
): Promise<CalendarLinkView & { url: string }> {
  if (platformId !== undefined) await findPlatform(tenantId, platformId);
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const { token, secretHash } = newLinkToken(id);
  const link: CalendarLink = { id, tenantId, platformId, secretHash, createdAt: isoNow() };
  await explainGuards(() =>
    transact([
      insertCalendarLink(link),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      recordEvent(actor, {
        type: 'CALENDAR_LINK_CREATED',
        tenantId,
        entityType: 'calendar_link',
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
  const { index, pk } = lists.calendarLinks;
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after: decodeCursor(cursor, tenantId) });
  return { items: items.map((item) => view(fromCalendarLinkItem(item))), nextCursor: encodeCursor(next) };
}

/** Ends a link at once. */
export async function revokeCalendarLink({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const link = await findLink(tenantId, id);
  await explainGuards(() =>
    transact([
      removeCalendarLink(link),
      recordEvent(actor, {
        type: 'CALENDAR_LINK_REVOKED',
        tenantId,
        entityType: 'calendar_link',
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
