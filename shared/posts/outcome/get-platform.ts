import type { AccountDetail } from '../../accounts/account-view.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { viewAccountDetail } from './view-account-detail.ts';

/**
 * One account with the posts that wait for its reconnection.
 *
 * @throws HeraldError `not_found`
 */
export async function getPlatform(tenantId: string, id: string): Promise<AccountDetail> {
  return viewAccountDetail(await findAccount(tenantId, id));
}
