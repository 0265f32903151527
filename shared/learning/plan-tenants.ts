import type { Account } from '../accounts/account.ts';
import { allAccounts } from '../accounts/account-items.ts';
import { sendMessages } from '../aws/queues.ts';
import { logger } from '../kernel/logger.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import { adapterFor } from '../platforms/registry.ts';
import { distributionIdsOfPlatform } from '../posts/model/list-items.ts';
import type { PlanTenants, SyncMetrics } from './metrics-messages.ts';
import { METRICS_WINDOW_MS } from './sync-metrics.ts';

/** Of the function's 60 seconds. */
const MAX_RUN_MS = 40_000;
/** A retried post may be published a while after the time it was planned for, by which the list is sorted. */
const RETRY_MARGIN_MS = DAY_MS;
/** SQS takes no more messages in one call. */
const BATCH = 10;

/**
 * Sends one message per platform and chunk of posts of the last seven days: SyncMetrics asks for as many figures in one
 * call as the platform allows. Reads keys only. What is left at the end of its time goes to the next worker.
 *
 * @returns the number of messages
 */
export async function planTenants({ tenantIds, done }: PlanTenants): Promise<number> {
  const now = Date.now();
  let sent = 0;
  for (const [place, tenantId] of tenantIds.entries()) {
    let planned = 0;
    const skip = place === 0 ? done : 0;
    for await (const account of allAccounts(tenantId)) {
      planned += 1;
      if (planned <= skip) continue;
      if (Date.now() - now > MAX_RUN_MS) {
        const rest: PlanTenants = { kind: 'plan', tenantId, tenantIds: tenantIds.slice(place), done: planned - 1 };
        await sendMessages('METRICS_QUEUE_URL', [{ body: rest, delaySeconds: 0 }]);
        return sent + 1;
      }
      sent += await planSafely(account, now);
    }
  }
  return sent;
}

/** One account that cannot be planned must not keep the others from their figures; the next hour tries it again. */
async function planSafely(account: Account, now: number): Promise<number> {
  try {
    return await planPlatform(account, now);
  } catch (error) {
    const { tenantId, id: platformId } = account;
    logger.error('The figures of an account could not be planned', { tenantId, platformId, error: error as Error });
    return 0;
  }
}

async function planPlatform({ tenantId, id, kind, supportsAnalytics }: Account, now: number): Promise<number> {
  const { rules } = adapterFor(kind);
  if (!rules.supports.analytics || supportsAnalytics === false) return 0;
  const range = { from: now - METRICS_WINDOW_MS - RETRY_MARGIN_MS, to: now };
  const ids = await Array.fromAsync(distributionIdsOfPlatform(tenantId, id, range));
  const messages = inChunks(ids, Math.min(rules.metricsPerCall, 100)).map((distributionIds) => {
    const body: SyncMetrics = { kind: 'sync', tenantId, platformId: id, distributionIds };
    return { body, delaySeconds: 0 };
  });
  for (const batch of inChunks(messages, BATCH)) await sendMessages('METRICS_QUEUE_URL', batch);
  return messages.length;
}

function inChunks<Entry>(entries: Entry[], size: number): Entry[][] {
  const count = Math.ceil(entries.length / size);
  return Array.from({ length: count }, (_, chunk) => entries.slice(chunk * size, (chunk + 1) * size));
}
