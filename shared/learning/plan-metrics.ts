import { allTenantIds } from '../access/tenant-items.ts';
import type { Account } from '../accounts/account.ts';
import { allAccounts } from '../accounts/account-items.ts';
import { sendMessages } from '../aws/queues.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import { adapterFor } from '../platforms/registry.ts';
import { distributionIdsOfPlatform } from '../posts/model/list-items.ts';
import { METRICS_WINDOW_MS, type SyncMetrics } from './sync-metrics.ts';

/** A retried post may be published a while after the time it was planned for, by which the list is sorted. */
const RETRY_MARGIN_MS = DAY_MS;
/** SQS takes no more messages in one call. */
const BATCH = 10;

/**
 * Sends one message per platform and chunk of posts of the last seven days: SyncMetrics asks for as many figures in one
 * call as the platform allows. Reads keys only.
 *
 * @returns the number of messages
 */
export async function planMetrics(now: number): Promise<number> {
  let sent = 0;
  for await (const tenantId of allTenantIds()) {
    for await (const account of allAccounts(tenantId)) sent += await planPlatform(account, now);
  }
  return sent;
}

async function planPlatform({ tenantId, id, kind, supportsAnalytics }: Account, now: number): Promise<number> {
  const { rules } = adapterFor(kind);
  if (!rules.supports.analytics || supportsAnalytics === false) return 0;
  const range = { from: now - METRICS_WINDOW_MS - RETRY_MARGIN_MS, to: now };
  const ids = await Array.fromAsync(distributionIdsOfPlatform(tenantId, id, range));
  const messages = inChunks(ids, Math.min(rules.metricsPerCall, 100)).map((distributionIds) => {
    const body: SyncMetrics = { tenantId, platformId: id, distributionIds };
    return { body, delaySeconds: 0 };
  });
  for (const batch of inChunks(messages, BATCH)) await sendMessages('METRICS_QUEUE_URL', batch);
  return messages.length;
}

function inChunks<Entry>(entries: Entry[], size: number): Entry[][] {
  const count = Math.ceil(entries.length / size);
  return Array.from({ length: count }, (_, chunk) => entries.slice(chunk * size, (chunk + 1) * size));
}
