import { notFound } from '../kernel/herald-error.ts';
import type { Feed } from './feed.ts';
import { readFeed } from './feed-items.ts';

/** @throws HeraldError `not_found`, also where it belongs to another tenant */
export async function findFeed(tenantId: string, id: string): Promise<Feed> {
  const feed = await readFeed(tenantId, id);
  if (feed === undefined) throw notFound('feed', id);
  return feed;
}
