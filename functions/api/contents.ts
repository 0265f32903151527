import { contentEndpoints } from '../../shared/content/endpoints.ts';
import {
  createContent,
  deleteContent,
  getContent,
  listContents,
  updateContent,
} from '../../shared/content/source-contents.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { created } from '../../shared/http/reply.ts';

export const handler = createApiHandler(contentEndpoints, {
  createContent: {
    handle: async ({ request, body }) => created('/api/v1/contents', await createContent(request, body)),
    replay: (tenantId, { resourceId }) => getContent(tenantId, resourceId),
  },
  listContents: ({ tenantId, query }) => listContents(tenantId, query),
  getContent: ({ tenantId, params }) => getContent(tenantId, params.id),
  updateContent: ({ request, params, body }) => updateContent(request, params.id, body),
  deleteContent: ({ request, params }) => deleteContent(request, params.id),
});
