import { findAccount } from '../accounts/find-account.ts';
import { environment } from '../kernel/environment.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import {
  type CalendarLink,
  type CalendarLinkView,
  type NewCalendarLink,
  newLinkToken,
  viewCalendarLink,
} from './calendar-link.ts';
import { insertCalendarLink } from './calendar-link-items.ts';
import { calendarLinkEvents } from './events.ts';

/** Creates a secret address of the calendar. Only this answer contains it. */
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
      recordEvent(actor, calendarLinkEvents.CALENDAR_LINK_CREATED, { tenantId, entityId: id, data: { platformId } }),
    ]),
  );
  return { ...viewCalendarLink(link), url: `${environment('API_URL')}/api/v1/calendar.ics?token=${token}` };
}
