import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

const operationsEntity = { type: 'tenant', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#TENANT` };

export const operationsEvents = defineEvents(operationsEntity, {
  DEAD_LETTERS_REPLAYED: {
    summary: 'A user replayed dead letters of the tenant: so many were sent again, so many had nothing left to do.',
    data: () => z.strictObject({ replayed: z.int(), skipped: z.int() }),
  },
});
