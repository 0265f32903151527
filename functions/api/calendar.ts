import { changeSlot } from '../../shared/calendar/slots/change-slot.ts';
import { changeSlotRule } from '../../shared/calendar/slots/change-slot-rule.ts';
import { createSlot, createSlots } from '../../shared/calendar/slots/create-slots.ts';
import { deleteSlotRule } from '../../shared/calendar/slots/delete-slot-rule.ts';
import { listSlotRules } from '../../shared/calendar/slots/list-slot-rules.ts';
import { readCreatedSlots } from '../../shared/calendar/slots/read-created-slots.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { etagOf } from '../../shared/http/conditional.ts';
import { text } from '../../shared/http/reply.ts';
import type { IdempotencyRecord } from '../../shared/kernel/requests/idempotency-items.ts';
import { createCalendarLink } from '../../shared/planner/create-calendar-link.ts';
import { deleteSlotWithPost } from '../../shared/planner/delete-slot-with-post.ts';
import { calendarEndpoints } from '../../shared/planner/endpoints.ts';
import { getCalendar } from '../../shared/planner/get-calendar.ts';
import { getCalendarIcs } from '../../shared/planner/get-calendar-ics.ts';
import { getCalendarLink } from '../../shared/planner/get-calendar-link.ts';
import { getCalendarOverview } from '../../shared/planner/get-calendar-overview.ts';
import { listCalendarLinks } from '../../shared/planner/list-calendar-links.ts';
import { revokeCalendarLink } from '../../shared/planner/revoke-calendar-link.ts';

const replaySlots = (tenantId: string, { resourceId }: IdempotencyRecord) => readCreatedSlots(tenantId, resourceId);

export const handler = createApiHandler(calendarEndpoints, {
  getCalendar: ({ tenantId, query }) => getCalendar(tenantId, query),
  getCalendarOverview: ({ tenantId, query }) => getCalendarOverview(tenantId, query),
  createSlot: { handle: ({ request, body }) => createSlot(request, body), replay: replaySlots },
  createSlots: { handle: ({ request, body }) => createSlots(request, body.slots), replay: replaySlots },
  changeSlot: ({ request, params, query, body }) => changeSlot(request, params, body, query.post),
  deleteSlot: ({ request, params, query }) => deleteSlotWithPost(request, params, query.post),
  listSlotRules: ({ tenantId, query }) => listSlotRules(tenantId, query.platformId),
  changeSlotRule: ({ request, params, body }) => changeSlotRule(request, params, body),
  deleteSlotRule: ({ request, params }) => deleteSlotRule(request, params),
  createCalendarLink: {
    handle: ({ request, body }) => createCalendarLink(request, body),
    // The address was in the first answer and is nowhere else.
    replay: (tenantId, { resourceId }) => getCalendarLink(tenantId, resourceId),
  },
  listCalendarLinks: ({ tenantId, query }) => listCalendarLinks(tenantId, query),
  revokeCalendarLink: ({ request, params }) => revokeCalendarLink(request, params.id),
  getCalendarIcs: async ({ query }) => {
    const file = await getCalendarIcs(query.token);
    // Whoever subscribed keeps the file and asks whether it is still right.
    return text('text/calendar; charset=utf-8', file, { etag: etagOf(file), 'cache-control': 'private, no-cache' });
  },
});
