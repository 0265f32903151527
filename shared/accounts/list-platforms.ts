import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { lists } from '../kernel/table/keys.ts';
import { listItems } from '../kernel/table/read.ts';
import { fromPlatformItem } from './account-items.ts';
import type { PlatformView } from './account-view.ts';
import { viewPlatform } from './view-account.ts';

/** The tenant's platforms, in the order in which they were connected. */
export async function listPlatforms(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<PlatformView>> {
  const { index, pk } = lists.platforms;
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after: decodeCursor(cursor, tenantId) });
  return { items: items.map((item) => viewPlatform(fromPlatformItem(item))), nextCursor: encodeCursor(next) };
}
