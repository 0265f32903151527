import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { readAccountPage } from './account-items.ts';
import type { AccountView } from './account-view.ts';
import { viewAccount } from './view-account.ts';

/** The tenant's platforms, in the order in which they were connected. */
export async function listPlatforms(tenantId: string, query: PageQuery): Promise<Page<AccountView>> {
  return mapPage(await readAccountPage(tenantId, query), viewAccount);
}
