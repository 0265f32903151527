import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';
import { contentTypeSchema } from './content-type.ts';

const contentEntity = {
  type: 'content',
  pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#CONTENT#${id}`,
};

export const contentEvents = defineEvents(contentEntity, {
  CONTENT_CREATED: {
    summary: 'A caller stored a piece of content.',
    data: () => z.strictObject({ contentType: contentTypeSchema }),
  },
  CONTENT_UPDATED: {
    summary: 'A caller changed a content; distributions made from it keep their text.',
    /** The names of the fields in the request. */
    data: () => z.strictObject({ changed: z.array(z.string()) }),
  },
  CONTENT_DELETED: {
    summary: 'A caller deleted a content; distributions made from it stay.',
    data: () => z.strictObject({ title: z.string().optional() }),
  },
});
