import { createApiKey, type NewApiKey } from '../../shared/access/create-api-key.ts';
import { apiKeyEndpoints } from '../../shared/access/endpoints.ts';
import { getApiKey } from '../../shared/access/get-api-key.ts';
import { listApiKeys } from '../../shared/access/list-api-keys.ts';
import { revokeApiKey } from '../../shared/access/revoke-api-key.ts';
import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';

export const handler = createApiHandler(apiKeyEndpoints, {
  createApiKey: {
    handle: async ({ request, body }: ApiCall<never, NewApiKey>) => ({
      status: 201,
      body: await createApiKey(request, body),
    }),
    // The secret half was in the first answer and is nowhere else.
    replay: async (tenantId, { status, resourceId }) => ({ status, body: await getApiKey(tenantId, resourceId) }),
  },
  listApiKeys: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listApiKeys(tenantId, query),
    }),
  },
  revokeApiKey: {
    handle: async ({ request, params }) => {
      await revokeApiKey(request, params.id!);
      return { status: 204 };
    },
  },
});
