import type { Account } from '../../accounts/account.ts';
import { readErrors24h, readHealth } from '../../accounts/account-health-items.ts';
import { type AccountDetail, accountDetailSchema } from '../../accounts/account-view.ts';
import { viewAccount } from '../../accounts/view-account.ts';
import { postsAtRisk } from './posts-at-risk.ts';

/** One account as the API shows it, with the posts that wait for its reconnection. */
export async function viewAccountDetail(account: Account): Promise<AccountDetail> {
  const { tenantId, id } = account;
  const [health, apiErrors24h, atRisk] = await Promise.all([
    readHealth(tenantId, id),
    readErrors24h(tenantId, id, Date.now()),
    account.connection === 'reconnect' ? postsAtRisk(account) : [],
  ]);
  return accountDetailSchema.parse({
    ...viewAccount(account),
    lastPublishedAt: health?.lastPublishedAt ?? null,
    lastMetricsSyncAt: health?.lastMetricsSyncAt ?? null,
    apiErrors24h,
    postsAtRisk: atRisk,
  });
}
