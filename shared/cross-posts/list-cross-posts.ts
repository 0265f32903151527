import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { readCrossPostPage } from './cross-post-items.ts';
import type { CrossPostListItem } from './model/cross-post-input.ts';
import { viewCrossPostListItem } from './model/view-cross-post.ts';

/** Newest first. */
export async function listCrossPosts(tenantId: string, query: PageQuery): Promise<Page<CrossPostListItem>> {
  return mapPage(await readCrossPostPage(tenantId, query), viewCrossPostListItem);
}
