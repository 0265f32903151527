import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

const contentEntity = {
  type: 'content',
  pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#CONTENT#${id}`,
};

export const contentEvents = defineEvents(contentEntity, {
  CONTENT_CREATED: { summary: '', data: z.looseObject({}) },
  CONTENT_UPDATED: { summary: '', data: z.looseObject({}) },
  CONTENT_DELETED: { summary: '', data: z.looseObject({}) },
});
