import type { AccountPatch, NewAccount } from '../../shared/accounts/account-input.ts';
import { connectPlatform } from '../../shared/accounts/connect-platform.ts';
import { disconnectPlatform } from '../../shared/accounts/disconnect-platform.ts';
import { platformEndpoints } from '../../shared/accounts/endpoints.ts';
import { findAccount } from '../../shared/accounts/find-account.ts';
import { listPlatforms } from '../../shared/accounts/list-platforms.ts';
import { updatePlatform } from '../../shared/accounts/update-platform.ts';
import { verifyPlatform } from '../../shared/accounts/verify-platform.ts';
import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';
import { findWaitingPost } from '../../shared/posts/outcome/find-waiting-post.ts';
import { postsAtRisk } from '../../shared/posts/outcome/posts-at-risk.ts';
import { viewAccountDetail } from '../../shared/posts/outcome/view-account-detail.ts';
import { getPlatformRules } from '../../shared/posts/planning/get-platform-rules.ts';

export const handler = createApiHandler(platformEndpoints, {
  connectPlatform: {
    handle: async ({ request, body }: ApiCall<never, NewAccount>) => {
      const platform = await viewAccountDetail(await connectPlatform(request, body));
      return { status: 201, body: platform, headers: { location: `/api/v1/platforms/${platform.id}` } };
    },
    replay: async (tenantId, { status, resourceId }) => ({
      status,
      body: await viewAccountDetail(await findAccount(tenantId, resourceId)),
    }),
  },
  listPlatforms: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listPlatforms(tenantId, query),
    }),
  },
  getPlatform: {
    handle: async ({ tenantId, params }) => ({
      status: 200,
      body: await viewAccountDetail(await findAccount(tenantId, params.id!)),
    }),
  },
  getPlatformRules: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getPlatformRules(tenantId, params.id!) }),
  },
  updatePlatform: {
    handle: async ({ request, params, body }: ApiCall<never, AccountPatch>) => ({
      status: 200,
      body: await viewAccountDetail(await updatePlatform(request, params.id!, body)),
    }),
  },
  disconnectPlatform: {
    handle: async ({ request, params }) => {
      await disconnectPlatform(request, params.id!, findWaitingPost);
      return { status: 204 };
    },
  },
  verifyPlatform: {
    handle: async ({ request, params }) => ({
      status: 200,
      body: await verifyPlatform(request, params.id!, postsAtRisk),
    }),
  },
});
