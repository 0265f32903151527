import { setTimeout as delay } from 'node:timers/promises';
import { allAccounts } from '../accounts/account-items.ts';
import { accountQuota } from '../accounts/settings.ts';
import { slotRuleQuota } from '../calendar/settings.ts';
import { readSlotRules } from '../calendar/slots/slot-items.ts';
import { readAllFeeds } from '../feeds/feed-items.ts';
import { feedQuota } from '../feeds/settings.ts';
import { countOpenImports } from '../imports/import-items.ts';
import { openImportQuota } from '../imports/settings.ts';
import { correctCount, readCount } from '../kernel/settings/count-items.ts';
import type { Quota } from '../kernel/settings/define-setting.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { countOpenSeries } from '../series/series-items.ts';
import { seriesQuota } from '../series/settings.ts';

/** Each quota that has a counter, with what it counts. Those without one are counted when something is created. */
const counted: readonly { quota: Quota; count: (tenantId: string) => Promise<number> }[] = [
  { quota: accountQuota, count: async (tenantId) => (await Array.fromAsync(allAccounts(tenantId))).length },
  { quota: feedQuota, count: async (tenantId) => (await readAllFeeds(tenantId)).length },
  { quota: slotRuleQuota, count: countSlotRules },
  { quota: seriesQuota, count: countOpenSeries },
  { quota: openImportQuota, count: countOpenImports },
];

/** A list may lag behind its table; what stands in it after this time is the truth. */
const LIST_LAG_MS = 2_000;

export interface Recount {
  name: string;
  from: number;
  to: number;
}

/**
 * Compares the counters of a tenant with what there is. They drift only where an item was removed without its count: by
 * TTL, by hand, or by a version that did not count.
 */
export async function recountQuotas(
  tenantId: string,
  { dryRun, lagMs = LIST_LAG_MS }: { dryRun: boolean; lagMs?: number },
): Promise<Recount[]> {
  const found: Recount[] = [];
  for (const { quota, count } of counted) {
    const before = await readCount(tenantId, quota);
    if ((await count(tenantId)) === (before ?? 0)) continue;
    await delay(lagMs);
    const to = await count(tenantId);
    // A refusal: something was created or deleted meanwhile, so the next run compares again.
    const isWrong = to !== (before ?? 0) && (await readCount(tenantId, quota)) === before;
    if (!isWrong) continue;
    if (!dryRun && (await tryTransact([correctCount(tenantId, quota, before, to)])) !== undefined) continue;
    found.push({ name: quota.name, from: before ?? 0, to });
  }
  return found;
}

async function countSlotRules(tenantId: string): Promise<number> {
  let rules = 0;
  for await (const { id } of allAccounts(tenantId)) rules += (await readSlotRules(tenantId, id)).length;
  return rules;
}
