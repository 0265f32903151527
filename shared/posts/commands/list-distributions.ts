import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../../kernel/requests/page.ts';
import type { ListEntry } from '../../kernel/table/read.ts';
import type { Distribution } from '../model/distribution.ts';
import { type DistributionListItem, viewListItem } from '../model/distribution-view.ts';
import { type DistributionFilter, readListPage, sourceOf } from '../model/list-items.ts';

/** A filter that hardly anything fits must not read the whole list for one page: the cursor carries on instead. */
const MAX_PAGES = 5;

/**
 * Newest first, by the time they are planned for or were made. The narrowest list is read and the other filters are
 * applied to it, so a page may hold fewer than `limit` and still have a next one.
 */
export async function listDistributions(
  tenantId: string,
  filter: DistributionFilter,
  { limit, cursor }: PageQuery,
): Promise<Page<DistributionListItem>> {
  const list = { ...sourceOf(tenantId, filter), descending: true };
  let after: ListEntry | undefined = decodeCursor(list, cursor);
  const found: Distribution[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { states, next } = await readListPage({ ...list, limit: limit - found.length, after });
    found.push(...states.filter((state) => fits(state, filter)));
    after = next;
    if (after === undefined || found.length >= limit) break;
  }
  return { items: found.map(viewListItem), nextCursor: encodeCursor(list, after) };
}

export function fits(state: Distribution, { status, platformId, contentId }: DistributionFilter): boolean {
  if (status !== undefined && state.status !== status) return false;
  if (platformId !== undefined && state.platformId !== platformId) return false;
  return contentId === undefined || state.contentId === contentId;
}
