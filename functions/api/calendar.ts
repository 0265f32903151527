import { changeSlot } from '../../shared/calendar/slots/change-slot.ts';
import { putSlots } from '../../shared/calendar/slots/put-slots.ts';
import { readCreatedSlots } from '../../shared/calendar/slots/read-created-slots.ts';
import { changeSlotRule, deleteSlotRule, listSlotRules } from '../../shared/calendar/slots/slot-rules.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { text } from '../../shared/http/reply.ts';
import type { IdempotencyRecord } from '../../shared/kernel/requests/idempotency-items.ts';
import {
  createCalendarLink,
  getCalendarLink,
  listCalendarLinks,
  revokeCalendarLink,
} from '../../shared/planner/calendar-links.ts';
import { deleteSlotWithPost } from '../../shared/planner/delete-slot-with-post.ts';
import { calendarEndpoints } from '../../shared/planner/endpoints.ts';
import { getCalendar, getCalendarOverview } from '../../shared/planner/get-calendar.ts';
import { getCalendarIcs } from '../../shared/planner/get-calendar-ics.ts';

const replaySlots = (tenantId: string, { resourceId }: IdempotencyRecord) => readCreatedSlots(tenantId, resourceId);

export const handler = createApiHandler(calendarEndpoints, {
  getCalendar: ({ tenantId, query }) => getCalendar(tenantId, query),
  getCalendarOverview: ({ tenantId, query }) => getCalendarOverview(tenantId, query),
  createSlot: { handle: ({ request, body }) => putSlots(request, [body], false), replay: replaySlots },
  createSlots: { handle: ({ request, body }) => putSlots(request, body.slots, true), replay: replaySlots },
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
  getCalendarIcs: async ({ query }) => text('text/calendar; charset=utf-8', await getCalendarIcs(query.token)),
});
