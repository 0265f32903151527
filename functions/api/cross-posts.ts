import { cancelCrossPost, pauseCrossPost, resumeCrossPost } from '../../shared/cross-posts/change-cross-post.ts';
import { createCrossPost } from '../../shared/cross-posts/create-cross-post.ts';
import type { CrossPostReschedule, NewCrossPost } from '../../shared/cross-posts/cross-post-input.ts';
import { getCrossPost, listCrossPosts } from '../../shared/cross-posts/cross-post-view.ts';
import { crossPostEndpoints } from '../../shared/cross-posts/endpoints.ts';
import { previewCrossPost } from '../../shared/cross-posts/preview-cross-post.ts';
import { rescheduleCrossPost } from '../../shared/cross-posts/reschedule-cross-post.ts';
import { type ApiCall, createApiHandler, type RouteHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';

const replay: RouteHandler['replay'] = async (tenantId, { status, resourceId }) => ({
  status,
  body: await getCrossPost(tenantId, resourceId),
});

export const handler = createApiHandler(crossPostEndpoints, {
  createCrossPost: {
    handle: async ({ request, body }: ApiCall<never, NewCrossPost>) => {
      const group = await createCrossPost(request, body);
      return { status: 201, body: group, headers: { location: `/api/v1/cross-posts/${group.id}` } };
    },
    replay: async (tenantId, record) => {
      const answer = await replay(tenantId, record);
      return { ...answer, body: { ...(answer.body as object), leftOut: [], warnings: [], planned: [] } };
    },
  },
  previewCrossPost: {
    handle: async ({ request, body }: ApiCall<never, NewCrossPost>) => ({
      status: 200,
      body: await previewCrossPost(request, body),
    }),
  },
  listCrossPosts: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listCrossPosts(tenantId, query),
    }),
  },
  getCrossPost: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getCrossPost(tenantId, params.id!) }),
  },
  pauseCrossPost: {
    handle: async ({ request, params }) => ({ status: 200, body: await pauseCrossPost(request, params.id!) }),
    replay,
  },
  resumeCrossPost: {
    handle: async ({ request, params }) => ({ status: 200, body: await resumeCrossPost(request, params.id!) }),
    replay,
  },
  cancelCrossPost: {
    handle: async ({ request, params }) => ({ status: 200, body: await cancelCrossPost(request, params.id!) }),
    replay,
  },
  rescheduleCrossPost: {
    handle: async ({ request, params, body }: ApiCall<never, CrossPostReschedule>) => ({
      status: 200,
      body: await rescheduleCrossPost(request, params.id!, body),
    }),
    replay: async (tenantId, record) => {
      const answer = await replay(tenantId, record);
      return { ...answer, body: { ...(answer.body as object), warnings: [], planned: [] } };
    },
  },
});
