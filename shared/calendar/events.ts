import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

const slotEntity = { type: 'slot', pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#SLOT#${id}` };

export const slotEvents = defineEvents(slotEntity, {
  SLOT_CREATED: { summary: '', data: z.looseObject({}) },
  SLOT_UPDATED: { summary: '', data: z.looseObject({}) },
  SLOT_DELETED: { summary: '', data: z.looseObject({}) },
});
