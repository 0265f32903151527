import { cancelCrossPost } from '../../shared/cross-posts/cancel-cross-post.ts';
import { createCrossPost } from '../../shared/cross-posts/create-cross-post.ts';
import { crossPostEndpoints } from '../../shared/cross-posts/endpoints.ts';
import { getCrossPost } from '../../shared/cross-posts/get-cross-post.ts';
import { listCrossPosts } from '../../shared/cross-posts/list-cross-posts.ts';
import { pauseCrossPost } from '../../shared/cross-posts/pause-cross-post.ts';
import { previewCrossPost } from '../../shared/cross-posts/preview-cross-post.ts';
import { rescheduleCrossPost } from '../../shared/cross-posts/reschedule-cross-post.ts';
import { resumeCrossPost } from '../../shared/cross-posts/resume-cross-post.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { created } from '../../shared/http/reply.ts';
import type { IdempotencyRecord } from '../../shared/kernel/requests/idempotency-items.ts';

/** Every POST that changes a cross-post leaves it to be read again. */
const replay = (tenantId: string, { resourceId }: IdempotencyRecord) => getCrossPost(tenantId, resourceId);

/** What was left out, warned of and chosen was said with the first answer. */
const nothingMore = { leftOut: [], warnings: [], planned: [] };

export const handler = createApiHandler(crossPostEndpoints, {
  createCrossPost: {
    handle: async ({ request, body }) => created('/api/v1/cross-posts', await createCrossPost(request, body)),
    replay: async (tenantId, record) => ({ ...(await replay(tenantId, record)), ...nothingMore }),
  },
  previewCrossPost: ({ request, body }) => previewCrossPost(request, body),
  listCrossPosts: ({ tenantId, query }) => listCrossPosts(tenantId, query),
  getCrossPost: ({ tenantId, params }) => getCrossPost(tenantId, params.id),
  pauseCrossPost: { handle: ({ request, params }) => pauseCrossPost(request, params.id), replay },
  resumeCrossPost: { handle: ({ request, params }) => resumeCrossPost(request, params.id), replay },
  cancelCrossPost: { handle: ({ request, params }) => cancelCrossPost(request, params.id), replay },
  rescheduleCrossPost: {
    handle: ({ request, params, body }) => rescheduleCrossPost(request, params.id, body),
    replay: async (tenantId, record) => ({ ...(await replay(tenantId, record)), warnings: [], planned: [] }),
  },
});
