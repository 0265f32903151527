import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

const tenantEntity = { type: 'tenant', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#TENANT` };

export const tenantEvents = defineEvents(tenantEntity, {
  TENANT_CREATED: { summary: '', data: z.looseObject({}) },
});

const apiKeyEntity = {
  type: 'api_key',
  pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#API_KEY#${id}`,
};

export const apiKeyEvents = defineEvents(apiKeyEntity, {
  API_KEY_CREATED: { summary: '', data: z.looseObject({}) },
  API_KEY_REVOKED: { summary: '', data: z.looseObject({}) },
});
