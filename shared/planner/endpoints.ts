import * as z from 'zod';
import { calendarNoticeSchema, calendarSlotSchema } from '../calendar/slots/calendar-slot.ts';
import { newSlotSchema } from '../calendar/slots/slot.ts';
import {
  createdSlotsSchema,
  newSlotsSchema,
  slotPatchSchema,
  slotPostSchema,
  slotRulePatchSchema,
  slotRuleViewSchema,
} from '../calendar/slots/slot-input.ts';
import { defineEndpoint } from '../kernel/requests/endpoint.ts';
import { pageOf, pageQuery } from '../kernel/requests/endpoint-parts.ts';
import { exampleDay, exampleIds } from '../kernel/requests/example-values.ts';
import { calendarLinkViewSchema, newCalendarLinkSchema } from './calendar-link.ts';
import { calendarOverviewRowSchema } from './calendar-overview.ts';
import { calendarRangeSchema } from './calendar-range.ts';
import { calendarViewSchema } from './merge-calendar.ts';

const platformId = z.uuid().toLowerCase();
const rangeQuery = calendarRangeSchema.safeExtend({ platformId: platformId.optional() });
const postQuery = z.strictObject({
  post: slotPostSchema.optional().meta({ description: 'What becomes of the post in the slot.' }),
});
const notices = z.array(calendarNoticeSchema);
/** `2026-07-01#07:30` as the calendar shows it (the # escaped), or `2026-07-01T07:30Z`. */
const slotParams = { key: /^\d{4}-\d{2}-\d{2}(#\d{2}:\d{2}|T\d{2}:\d{2}Z)$/ };
const slotAddress =
  'key is a slot\'s "key" as GET /api/v1/calendar shows it, escaped, or the same moment as 2026-07-01T07:30Z.';

export const calendarEndpoints = [
  defineEndpoint({
    route: 'GET /api/v1/calendar',
    function: 'calendar',
    scope: 'read',
    operationId: 'getCalendar',
    permits: 10,
    summary: 'Slots, distributions and what series will make in a range of days, with gaps and conflicts',
    description: 'At most 93 days, in the days of timezone. Recurring slots are made for the range that is asked for.',
    query: rangeQuery,
    example: { query: { from: exampleDay('03-01'), to: exampleDay('03-31'), timezone: 'Europe/Berlin' } },
    responses: { 200: { description: 'The days that have something.', schema: calendarViewSchema } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/calendar/overview',
    function: 'calendar',
    scope: 'read',
    operationId: 'getCalendarOverview',
    permits: 10,
    summary: 'How many posts each day has on each platform, and when',
    query: rangeQuery,
    example: { query: { from: exampleDay('03-01'), to: exampleDay('03-31'), timezone: 'Europe/Berlin' } },
    responses: {
      200: {
        description: 'A row for each day and platform.',
        schema: z.object({ items: z.array(calendarOverviewRowSchema) }),
      },
    },
  }),
  defineEndpoint({
    route: 'POST /api/v1/calendar/slots',
    function: 'calendar',
    scope: 'write',
    operationId: 'createSlot',
    summary: 'Put a slot, or with recurrence a recurring one',
    description:
      'A local time that the clocks skip moves to the next that exists; one that comes twice is taken the first time: notices say so.',
    body: newSlotSchema,
    example: {
      body: {
        platformId: exampleIds.platforms,
        date: exampleDay('03-01'),
        time: '09:00',
        timezone: 'Europe/Berlin',
        slotType: 'prime',
        recurrence: { rrule: 'FREQ=WEEKLY;BYDAY=MO,TH' },
      },
    },
    responses: { 201: { description: 'What was put.', schema: createdSlotsSchema } },
    problems: ['slot_exists', 'conflict', 'limit_reached'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/calendar/slots/bulk',
    function: 'calendar',
    scope: 'write',
    operationId: 'createSlots',
    permits: 5,
    summary: 'Put up to 50 slots, all or none',
    body: newSlotsSchema,
    example: {
      body: {
        slots: [
          { platformId: exampleIds.platforms, date: exampleDay('03-06'), time: '10:15', timezone: 'Europe/Berlin' },
          { platformId: exampleIds.platforms, date: exampleDay('03-07'), time: '10:15', timezone: 'Europe/Berlin' },
        ],
      },
    },
    responses: { 201: { description: 'What was put.', schema: createdSlotsSchema } },
    problems: ['slot_exists', 'conflict', 'limit_reached'],
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/calendar/slots/{platformId}/{key}',
    function: 'calendar',
    scope: 'write',
    operationId: 'changeSlot',
    summary: 'Move, lock or unlock one slot, or change its type',
    description: `${slotAddress} Of a recurring slot only this occurrence is changed.`,
    params: slotParams,
    query: postQuery,
    body: slotPatchSchema,
    example: { params: { key: `${exampleDay('03-02')}T08:00Z` }, query: { post: 'keep' }, body: { locked: true } },
    responses: {
      200: { description: 'The slot as it is now.', schema: z.object({ slot: calendarSlotSchema, notices }) },
    },
    problems: ['slot_exists', 'slot_in_use', 'conflict'],
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/calendar/slots/{platformId}/{key}',
    function: 'calendar',
    scope: 'write',
    operationId: 'deleteSlot',
    summary: 'Delete one slot; a post in it is kept or cancelled as post says',
    description: `${slotAddress} Of a recurring slot only this occurrence goes.`,
    params: slotParams,
    query: postQuery,
    example: { params: { key: `${exampleDay('03-02')}T08:00Z` }, query: { post: 'cancel' } },
    responses: { 204: { description: 'Gone.' } },
    problems: ['slot_in_use', 'illegal_move', 'conflict'],
  }),
  defineEndpoint({
    route: 'GET /api/v1/calendar/rules',
    function: 'calendar',
    scope: 'read',
    operationId: 'listSlotRules',
    summary: 'The recurring slots of a platform',
    query: z.strictObject({ platformId }),
    example: { query: { platformId: exampleIds.platforms } },
    responses: { 200: { description: 'All of them.', schema: z.object({ items: z.array(slotRuleViewSchema) }) } },
  }),
  defineEndpoint({
    route: 'PATCH /api/v1/calendar/rules/{platformId}/{id}',
    function: 'calendar',
    scope: 'write',
    operationId: 'changeSlotRule',
    summary: 'Change a recurring slot as a whole',
    description: 'Occurrences that were moved, locked or hold a post stay as they are.',
    body: slotRulePatchSchema,
    example: { body: { time: '09:30', recurrence: 'weekly' } },
    responses: {
      200: { description: 'The rule as it is now.', schema: z.object({ rule: slotRuleViewSchema, notices }) },
    },
    problems: ['conflict'],
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/calendar/rules/{platformId}/{id}',
    function: 'calendar',
    scope: 'write',
    operationId: 'deleteSlotRule',
    summary: 'End a recurring slot; occurrences that hold a post stay as single slots',
    responses: { 204: { description: 'Gone.' } },
    problems: ['conflict'],
  }),
  defineEndpoint({
    route: 'POST /api/v1/calendar/links',
    function: 'calendar',
    scope: 'write',
    operationId: 'createCalendarLink',
    summary: 'Make a secret address of the calendar for Google, Apple or Outlook',
    description: 'The address is in this answer only; Herald keeps a hash of its token.',
    body: newCalendarLinkSchema,
    example: { body: { platformId: exampleIds.platforms } },
    responses: {
      201: {
        description: 'The link. A repeated request with the same Idempotency-Key answers without `url`.',
        schema: calendarLinkViewSchema.extend({ url: z.string().optional() }),
      },
    },
  }),
  defineEndpoint({
    route: 'GET /api/v1/calendar/links',
    function: 'calendar',
    scope: 'read',
    operationId: 'listCalendarLinks',
    summary: 'List the secret links, without their addresses',
    query: z.strictObject(pageQuery),
    responses: { 200: { description: 'A page of links.', schema: pageOf(calendarLinkViewSchema) } },
  }),
  defineEndpoint({
    route: 'DELETE /api/v1/calendar/links/{id}',
    function: 'calendar',
    scope: 'write',
    operationId: 'revokeCalendarLink',
    summary: 'Revoke a secret link',
    responses: { 204: { description: 'Revoked.' } },
  }),
  defineEndpoint({
    route: 'GET /api/v1/calendar.ics',
    function: 'calendar',
    scope: 'public',
    operationId: 'getCalendarIcs',
    summary: 'The calendar behind a secret link, as iCalendar',
    description:
      'From two weeks ago to eleven weeks ahead, every time in UTC. More than one answer holds (6 MB) is refused: make a link for each platform.',
    // Calendars and link checkers add parameters of their own; another one is no reason to lose a subscription.
    query: z.object({ token: z.string().max(200) }),
    responses: {
      200: {
        description: 'iCalendar text, with an ETag for the next request.',
        text: ['text/calendar; charset=utf-8'],
        headers: ['ETag'],
      },
      304: { description: 'Nothing has changed since the answer whose ETag If-None-Match names.' },
    },
    example: { query: { token: `${exampleIds.links}_${'0'.repeat(64)}` } },
    problems: ['not_found'],
  }),
] as const;
