import type { Page, PageQuery } from '../kernel/requests/page.ts';
import { type FeedView, viewFeed } from './feed.ts';
import { readFeedPage, readFeedStates } from './feed-items.ts';

/** Oldest first. */
export async function listFeeds(tenantId: string, query: PageQuery): Promise<Page<FeedView>> {
  const { items: feeds, nextCursor } = await readFeedPage(tenantId, query);
  const states = await readFeedStates(feeds);
  return { items: feeds.map((feed, index) => viewFeed(feed, states[index]!)), nextCursor };
}
