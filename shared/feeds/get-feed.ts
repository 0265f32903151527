import { type FeedView, viewFeed } from './feed.ts';
import { readFeedState } from './feed-items.ts';
import { findFeed } from './find-feed.ts';

export async function getFeed(tenantId: string, id: string): Promise<FeedView> {
  const feed = await findFeed(tenantId, id);
  return viewFeed(feed, await readFeedState(feed));
}
