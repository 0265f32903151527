import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { removeCalendarLink } from './calendar-link-items.ts';
import { calendarLinkEvents } from './events.ts';
import { findCalendarLink } from './get-calendar-link.ts';

/** Deletes a link: its address answers 404 from then on. */
export async function revokeCalendarLink({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const link = await findCalendarLink(tenantId, id);
  await withGuardErrors(() =>
    transact([
      removeCalendarLink(link),
      recordEvent(actor, calendarLinkEvents.CALENDAR_LINK_REVOKED, { tenantId, entityId: id, data: {} }),
    ]),
  );
}
