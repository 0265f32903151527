import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { listItems } from '../kernel/table/read.ts';
import { fromAccountItem } from './account-items.ts';
import type { AccountView } from './account-view.ts';
import { accountLists } from './keys.ts';
import { viewAccount } from './view-account.ts';

/** The tenant's platforms, in the order in which they were connected. */
export async function listPlatforms(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<AccountView>> {
  const { index, pk } = accountLists.platforms;
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after: decodeCursor(cursor, tenantId) });
  return { items: items.map((item) => viewAccount(fromAccountItem(item))), nextCursor: encodeCursor(next) };
}
