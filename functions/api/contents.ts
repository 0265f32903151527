import { createContent } from '../../shared/content/create-content.ts';
import { deleteContent } from '../../shared/content/delete-content.ts';
import { contentEndpoints } from '../../shared/content/endpoints.ts';
import { getContent } from '../../shared/content/get-content.ts';
import { listContents } from '../../shared/content/list-contents.ts';
import type { NewSourceContent, SourceContentPatch } from '../../shared/content/source-content.ts';
import { updateContent } from '../../shared/content/update-content.ts';
import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';

export const handler = createApiHandler(contentEndpoints, {
  createContent: {
    handle: async ({ request, body }: ApiCall<never, NewSourceContent>) => {
      const content = await createContent(request, body);
      return { status: 201, body: content, headers: { location: `/api/v1/contents/${content.id}` } };
    },
    replay: async (tenantId, { status, resourceId }) => ({
      status,
      body: await getContent(tenantId, resourceId),
    }),
  },
  listContents: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listContents(tenantId, query),
    }),
  },
  getContent: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getContent(tenantId, params.id!) }),
  },
  updateContent: {
    handle: async ({ request, params, body }: ApiCall<never, SourceContentPatch>) => ({
      status: 200,
      body: await updateContent(request, params.id!, body),
    }),
  },
  deleteContent: {
    handle: async ({ request, params }) => {
      await deleteContent(request, params.id!);
      return { status: 204 };
    },
  },
});
