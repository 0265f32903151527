import type { HeraldEvent } from '../kernel/events/event.ts';
import { readEventPage } from '../kernel/events/event-items.ts';
import type { Page, PageQuery } from '../kernel/requests/page.ts';

/** The event log of one day (`YYYY-MM-DD`, UTC), newest first. */
export function listEvents(tenantId: string, day: string, query: PageQuery): Promise<Page<HeraldEvent>> {
  return readEventPage(tenantId, day, query);
}
