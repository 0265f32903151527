import { keys } from '../kernel/table/keys.ts';
import { getItem } from '../kernel/table/read.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { postsAtRisk } from '../posts/outcome/posts-at-risk.ts';
import type { Platform } from './account.ts';
import { readErrors24h } from './account-health-items.ts';
import { type PlatformDetail, type PlatformView, platformDetailSchema, platformViewSchema } from './account-view.ts';

export function viewPlatform(platform: Platform): PlatformView {
  const { supports } = adapterFor(platform.kind as PlatformKind).rules;
  return platformViewSchema.parse({
    ...platform,
    supportsScheduling: supports.scheduling && platform.supportsScheduling !== false,
    supportsEditing: supports.editing && platform.supportsEditing !== false,
    supportsDeletion: supports.deletion && platform.supportsDeletion !== false,
    supportsAnalytics: supports.analytics && platform.supportsAnalytics !== false,
  });
}

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
