import { createFeed } from '../../shared/feeds/create-feed.ts';
import { deleteFeed } from '../../shared/feeds/delete-feed.ts';
import { feedEndpoints } from '../../shared/feeds/endpoints.ts';
import type { FeedPatch, NewFeed } from '../../shared/feeds/feed.ts';
import { getFeed } from '../../shared/feeds/get-feed.ts';
import { listFeeds } from '../../shared/feeds/list-feeds.ts';
import { updateFeed } from '../../shared/feeds/update-feed.ts';
import { type ApiCall, createApiHandler } from '../../shared/http/api-handler.ts';
import type { PageQuery } from '../../shared/kernel/requests/page.ts';

export const handler = createApiHandler(feedEndpoints, {
  createFeed: {
    handle: async ({ request, body }: ApiCall<never, NewFeed>) => {
      const feed = await createFeed(request, body);
      return { status: 201, body: feed, headers: { location: `/api/v1/feeds/${feed.id}` } };
    },
    replay: async (tenantId, { status, resourceId }) => ({ status, body: await getFeed(tenantId, resourceId) }),
  },
  listFeeds: {
    handle: async ({ tenantId, query }: ApiCall<PageQuery>) => ({
      status: 200,
      body: await listFeeds(tenantId, query),
    }),
  },
  getFeed: {
    handle: async ({ tenantId, params }) => ({ status: 200, body: await getFeed(tenantId, params.id!) }),
  },
  updateFeed: {
    handle: async ({ request, params, body }: ApiCall<never, FeedPatch>) => ({
      status: 200,
      body: await updateFeed(request, params.id!, body),
    }),
  },
  deleteFeed: {
    handle: async ({ request, params }) => {
      await deleteFeed(request, params.id!);
      return { status: 204 };
    },
  },
});
