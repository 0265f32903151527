import { connectPlatform } from '../../shared/accounts/connect-platform.ts';
import { disconnectPlatform } from '../../shared/accounts/disconnect-platform.ts';
import { platformEndpoints } from '../../shared/accounts/endpoints.ts';
import { listPlatforms } from '../../shared/accounts/list-platforms.ts';
import { updatePlatform } from '../../shared/accounts/update-platform.ts';
import { verifyPlatform } from '../../shared/accounts/verify-platform.ts';
import { releaseSlotRules } from '../../shared/calendar/slots/release-slot-rules.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { created } from '../../shared/http/reply.ts';
import { findWaitingPost } from '../../shared/posts/outcome/find-waiting-post.ts';
import { getPlatform } from '../../shared/posts/outcome/get-platform.ts';
import { postsAtRisk } from '../../shared/posts/outcome/posts-at-risk.ts';
import { viewAccountDetail } from '../../shared/posts/outcome/view-account-detail.ts';
import { getPlatformRules } from '../../shared/posts/planning/get-platform-rules.ts';

export const handler = createApiHandler(platformEndpoints, {
  connectPlatform: {
    handle: async ({ request, body }) =>
      created('/api/v1/platforms', await viewAccountDetail(await connectPlatform(request, body))),
    replay: (tenantId, { resourceId }) => getPlatform(tenantId, resourceId),
  },
  listPlatforms: ({ tenantId, query }) => listPlatforms(tenantId, query),
  getPlatform: ({ tenantId, params }) => getPlatform(tenantId, params.id),
  getPlatformRules: ({ tenantId, params }) => getPlatformRules(tenantId, params.id),
  updatePlatform: async ({ request, params, body }) =>
    viewAccountDetail(await updatePlatform(request, params.id, body)),
  disconnectPlatform: ({ request, params }) =>
    disconnectPlatform(request, params.id, { findWaitingPost, release: releaseSlotRules }),
  verifyPlatform: ({ request, params }) => verifyPlatform(request, params.id, postsAtRisk),
});
