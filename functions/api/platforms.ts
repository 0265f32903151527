import type { NewPlatform, PlatformPatch } from '../../shared/domain/platform-input.ts';
import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import { platformEndpoints } from '../../shared/http/endpoints/platforms.ts';
import { connectPlatform } from '../../shared/use-cases/connect-platform.ts';
import { disconnectPlatform } from '../../shared/use-cases/disconnect-platform.ts';
import { findPlatform } from '../../shared/use-cases/find-platform.ts';
import { listPlatforms } from '../../shared/use-cases/list-platforms.ts';
import type { PageQuery } from '../../shared/use-cases/page.ts';
import { getPlatformRules } from '../../shared/use-cases/platform-rules.ts';
import { viewPlatformDetail } from '../../shared/use-cases/platform-view.ts';
import { updatePlatform } from '../../shared/use-cases/update-platform.ts';
import { verifyPlatform } from '../../shared/use-cases/verify-platform.ts';

export const handler = createApiHandler(platformEndpoints, {
  connectPlatform: {
    handle: async ({ request, body }: ApiCall<never, NewPlatform>) => {
      const platform = await connectPlatform(request, body);
      return { status: 201, body: platform, headers: { location: `/api/v1/platforms/${platform.id}` } };
    },
    replay: async (tenantId, { status, resourceId }) => ({
      status,
      body: await viewPlatformDetail(await findPlatform(tenantId, resourceId)),
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
      body: await viewPlatformDetail(await findPlatform(tenantId, params.id!)),
    }),
  },
  getPlatformRules: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getPlatformRules(tenantId, params.id!) }),
  },
  updatePlatform: {
    handle: async ({ request, params, body }: ApiCall<never, PlatformPatch>) => ({
      status: 200,
      body: await updatePlatform(request, params.id!, body),
    }),
  },
  disconnectPlatform: {
    handle: async ({ request, params }) => {
      await disconnectPlatform(request, params.id!);
      return { status: 204 };
    },
  },
  verifyPlatform: {
    handle: async ({ request, params }) => ({ status: 200, body: await verifyPlatform(request, params.id!) }),
  },
});
