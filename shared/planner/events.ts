import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

const calendarLinkEntity = {
  type: 'calendar_link',
  pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#CALENDAR_LINK#${id}`,
};

export const calendarLinkEvents = defineEvents(calendarLinkEntity, {
  CALENDAR_LINK_CREATED: {
    summary: 'A caller created a secret address under which the calendar can be read.',
    /** Without `platformId`: the calendar of all platforms. */
    data: () => z.strictObject({ platformId: z.uuid().optional() }),
  },
  CALENDAR_LINK_REVOKED: {
    summary: 'A caller revoked a secret address of the calendar; it answers 404 from then on.',
    data: () => z.strictObject({}),
  },
});
