import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

const calendarLinkEntity = {
  type: 'calendar_link',
  pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#CALENDAR_LINK#${id}`,
};

export const calendarLinkEvents = defineEvents(calendarLinkEntity, {
  CALENDAR_LINK_CREATED: { summary: '', data: z.looseObject({}) },
  CALENDAR_LINK_REVOKED: { summary: '', data: z.looseObject({}) },
});
