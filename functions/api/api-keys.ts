import { createApiKey } from '../../shared/access/create-api-key.ts';
import { apiKeyEndpoints } from '../../shared/access/endpoints.ts';
import { getApiKey } from '../../shared/access/get-api-key.ts';
import { listApiKeys } from '../../shared/access/list-api-keys.ts';
import { revokeApiKey } from '../../shared/access/revoke-api-key.ts';
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
