import type { Page, PageQuery } from '../kernel/requests/page.ts';
import { readCrossPostPage } from './cross-post-items.ts';
import type { CrossPostListItem } from './model/cross-post-input.ts';
import { viewCrossPostListItem } from './model/view-cross-post.ts';

/** Newest first. */
export async function listCrossPosts(tenantId: string, page: PageQuery): Promise<Page<CrossPostListItem>> {
  const { items, nextCursor } = await readCrossPostPage(tenantId, page);
  return { items: items.map(viewCrossPostListItem), nextCursor };
}
