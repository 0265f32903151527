import type { PlatformView } from '../domain/platform-view.ts';
import { lists } from '../store/keys.ts';
import { fromPlatformItem } from '../store/platform-items.ts';
import { listItems } from '../store/read.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from './page.ts';
import { viewPlatform } from './platform-view.ts';

/** The tenant's platforms, in the order in which they were connected. */
export async function listPlatforms(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<PlatformView>> {
  const { index, pk } = lists.platforms;
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after: decodeCursor(cursor, tenantId) });
  return { items: items.map((item) => viewPlatform(fromPlatformItem(item))), nextCursor: encodeCursor(next) };
}
