import { createApiKey, getApiKey, listApiKeys, revokeApiKey } from '../../shared/access/api-keys.ts';
import { apiKeyEndpoints } from '../../shared/access/endpoints.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';

export const handler = createApiHandler(apiKeyEndpoints, {
  createApiKey: {
    handle: ({ request, body }) => createApiKey(request, body),
    // The secret half was in the first answer and is nowhere else.
    replay: (tenantId, { resourceId }) => getApiKey(tenantId, resourceId),
  },
  listApiKeys: ({ tenantId, query }) => listApiKeys(tenantId, query),
  revokeApiKey: ({ request, params }) => revokeApiKey(request, params.id),
});
