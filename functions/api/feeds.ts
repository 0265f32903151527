import { createFeed } from '../../shared/feeds/create-feed.ts';
import { deleteFeed } from '../../shared/feeds/delete-feed.ts';
import { feedEndpoints } from '../../shared/feeds/endpoints.ts';
import { getFeed } from '../../shared/feeds/get-feed.ts';
import { listFeeds } from '../../shared/feeds/list-feeds.ts';
import { updateFeed } from '../../shared/feeds/update-feed.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { created } from '../../shared/http/reply.ts';

export const handler = createApiHandler(feedEndpoints, {
  createFeed: {
    handle: async ({ request, body }) => created('/api/v1/feeds', await createFeed(request, body)),
    replay: (tenantId, { resourceId }) => getFeed(tenantId, resourceId),
  },
  listFeeds: ({ tenantId, query }) => listFeeds(tenantId, query),
  getFeed: ({ tenantId, params }) => getFeed(tenantId, params.id),
  updateFeed: ({ request, params, body }) => updateFeed(request, params.id, body),
  deleteFeed: ({ request, params }) => deleteFeed(request, params.id),
});
