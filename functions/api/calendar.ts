import { changeSlot } from '../../shared/calendar/slots/change-slot.ts';
import { changeSlotRule } from '../../shared/calendar/slots/change-slot-rule.ts';
import { createSlot, createSlots } from '../../shared/calendar/slots/create-slots.ts';
import { deleteSlotRule } from '../../shared/calendar/slots/delete-slot-rule.ts';
import { listSlotRules } from '../../shared/calendar/slots/list-slot-rules.ts';
import { readCreatedSlots } from '../../shared/calendar/slots/read-created-slots.ts';
import type { NewSlot } from '../../shared/calendar/slots/slot.ts';
import type { NewSlots, SlotPatch, SlotPost, SlotRulePatch } from '../../shared/calendar/slots/slot-input.ts';
import { type ApiCall, createApiHandler, type RouteHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';
import type { NewCalendarLink } from '../../shared/planner/calendar-link.ts';
import { createCalendarLink } from '../../shared/planner/create-calendar-link.ts';
import { deleteSlotWithPost } from '../../shared/planner/delete-slot-with-post.ts';
import { calendarEndpoints } from '../../shared/planner/endpoints.ts';
import { type CalendarQuery, getCalendar } from '../../shared/planner/get-calendar.ts';
import { getCalendarIcs } from '../../shared/planner/get-calendar-ics.ts';
import { getCalendarLink } from '../../shared/planner/get-calendar-link.ts';
import { getCalendarOverview } from '../../shared/planner/get-calendar-overview.ts';
import { listCalendarLinks } from '../../shared/planner/list-calendar-links.ts';
import { revokeCalendarLink } from '../../shared/planner/revoke-calendar-link.ts';

type PostQuery = { post?: SlotPost };

const slotAt = (params: Record<string, string>) => ({ platformId: params.platformId!, key: params.key! });
const ruleAt = (params: Record<string, string>) => ({ platformId: params.platformId!, id: params.id! });

const replaySlots: RouteHandler['replay'] = async (tenantId, { status, resourceId }) => ({
  status,
  body: await readCreatedSlots(tenantId, resourceId),
});

export const handler = createApiHandler(calendarEndpoints, {
  getCalendar: {
    handle: async ({ tenantId, query }: ApiCall<CalendarQuery>) => ({
      status: 200,
      body: await getCalendar(tenantId, query),
    }),
  },
  getCalendarOverview: {
    handle: async ({ tenantId, query }: ApiCall<CalendarQuery>) => ({
      status: 200,
      body: await getCalendarOverview(tenantId, query),
    }),
  },
  createSlot: {
    handle: async ({ request, body }: ApiCall<never, NewSlot>) => ({
      status: 201,
      body: await createSlot(request, body),
    }),
    replay: replaySlots,
  },
  createSlots: {
    handle: async ({ request, body }: ApiCall<never, NewSlots>) => ({
      status: 201,
      body: await createSlots(request, body.slots),
    }),
    replay: replaySlots,
  },
  changeSlot: {
    handle: async ({ request, params, query, body }: ApiCall<PostQuery, SlotPatch>) => ({
      status: 200,
      body: await changeSlot(request, slotAt(params), body, query.post),
    }),
  },
  deleteSlot: {
    handle: async ({ request, params, query }: ApiCall<PostQuery>) => {
      await deleteSlotWithPost(request, slotAt(params), query.post);
      return { status: 204 };
    },
  },
  listSlotRules: {
    handle: async ({ tenantId, query }: ApiCall<{ platformId: string }>) => ({
      status: 200,
      body: await listSlotRules(tenantId, query.platformId),
    }),
  },
  changeSlotRule: {
    handle: async ({ request, params, body }: ApiCall<never, SlotRulePatch>) => ({
      status: 200,
      body: await changeSlotRule(request, ruleAt(params), body),
    }),
  },
  deleteSlotRule: {
    handle: async ({ request, params }) => {
      await deleteSlotRule(request, ruleAt(params));
      return { status: 204 };
    },
  },
  createCalendarLink: {
    handle: async ({ request, body }: ApiCall<never, NewCalendarLink>) => ({
      status: 201,
      body: await createCalendarLink(request, body),
    }),
    // The address was in the first answer and is nowhere else.
    replay: async (tenantId, { status, resourceId }) => ({ status, body: await getCalendarLink(tenantId, resourceId) }),
  },
  listCalendarLinks: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listCalendarLinks(tenantId, query),
    }),
  },
  revokeCalendarLink: {
    handle: async ({ request, params }) => {
      await revokeCalendarLink(request, params.id!);
      return { status: 204 };
    },
  },
  getCalendarIcs: {
    handle: async ({ query }: ApiCall<{ token: string }>) => ({
      status: 200,
      contentType: 'text/calendar; charset=utf-8',
      body: await getCalendarIcs(query.token),
    }),
  },
});
