import type { Platform } from '../../accounts/account.ts';
import { readErrors24h } from '../../accounts/account-health-items.ts';
import { type PlatformDetail, platformDetailSchema } from '../../accounts/account-view.ts';
import { viewPlatform } from '../../accounts/view-account.ts';
import { keys } from '../../kernel/table/keys.ts';
import { getItem } from '../../kernel/table/read.ts';
import { postsAtRisk } from './posts-at-risk.ts';

/** One account as the API shows it, with the posts that wait for its reconnection. */
export async function viewPlatformDetail(platform: Platform): Promise<PlatformDetail> {
  const { tenantId, id } = platform;
  const [health, apiErrors24h, atRisk] = await Promise.all([
    getItem(keys.platformHealth(tenantId, id)),
    readErrors24h(tenantId, id, Date.now()),
    platform.connection === 'reconnect' ? postsAtRisk(platform) : [],
  ]);
  return platformDetailSchema.parse({
    ...viewPlatform(platform),
    lastPublishedAt: health?.lastPublishedAt ?? null,
    lastMetricsSyncAt: health?.lastMetricsSyncAt ?? null,
    apiErrors24h,
    postsAtRisk: atRisk,
  });
}
