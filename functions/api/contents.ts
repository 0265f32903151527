import { createContent } from '../../shared/content/create-content.ts';
import { deleteContent } from '../../shared/content/delete-content.ts';
import { contentEndpoints } from '../../shared/content/endpoints.ts';
import { getContent } from '../../shared/content/get-content.ts';
import { listContents } from '../../shared/content/list-contents.ts';
import { updateContent } from '../../shared/content/update-content.ts';
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
