import * as z from 'zod';
import { defineEvents } from '../kernel/events/define-events.ts';
import { scopeSchema } from '../kernel/requests/scope.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

const tenantEntity = { type: 'tenant', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#TENANT` };

export const tenantEvents = defineEvents(tenantEntity, {
  TENANT_CREATED: {
    summary: 'An operator created a tenant and its first API key.',
    data: () => z.strictObject({ name: z.string() }),
  },
});

const apiKeyEntity = {
  type: 'api_key',
  pk: (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#API_KEY#${id}`,
};

export const apiKeyEvents = defineEvents(apiKeyEntity, {
  API_KEY_CREATED: {
    summary: 'A caller created an API key.',
    data: () =>
      z.strictObject({
        name: z.string(),
        scopes: z.array(scopeSchema),
        expiresAt: z.iso.datetime({ offset: true }).optional(),
      }),
  },
  API_KEY_REVOKED: {
    summary: 'A caller revoked an API key; Herald refuses it from then on.',
    data: () => z.strictObject({ name: z.string() }),
  },
});
