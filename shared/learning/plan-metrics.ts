import { allTenantIds } from '../access/tenant-ids.ts';
import type { Account } from '../accounts/account.ts';
import { fromAccountItem } from '../accounts/account-items.ts';
import { accountLists } from '../accounts/keys.ts';
import { type QueueMessage, sendMessages } from '../aws/queues.ts';
import { type ListEntry, listItems, queryList } from '../kernel/table/read.ts';
import { adapterFor } from '../platforms/registry.ts';
import { postLists } from '../posts/model/keys.ts';
import { METRICS_WINDOW_MS, type SyncMetrics } from './sync-metrics.ts';

/** A retried post may go out a while after the time it was planned for, which the list is sorted by. */
const RETRY_MARGIN_MS = 86_400_000;

/**
 * Sends one message per platform and chunk of posts of the last seven days: the workers read figures in batches as
 * large as the platform takes. Reads keys only.
 *
 * @returns the number of messages
 */
export async function planMetrics(now: number): Promise<number> {
  let sent = 0;
  for await (const tenantId of allTenantIds()) {
    for await (const account of platformsOf(tenantId)) sent += await planPlatform(account, now);
  }
  return sent;
}

async function planPlatform(account: Account, now: number): Promise<number> {
  const { rules } = adapterFor(account.kind);
  if (!rules.supports.analytics || account.supportsAnalytics === false) return 0;
  const { index, pk } = postLists.distributionsByPlatform;
  const chunk = Math.min(rules.metricsPerCall, 100);
  let messages: QueueMessage[] = [];
  let sent = 0;
  let after: ListEntry | undefined;
  do {
    const page = await queryList({
      index,
      pk: pk(account.tenantId, account.id),
      from: new Date(now - METRICS_WINDOW_MS - RETRY_MARGIN_MS).toISOString(),
      to: `${new Date(now).toISOString()}~`,
      limit: chunk,
      after,
    });
    if (page.entries.length > 0) {
      const body: SyncMetrics = {
        tenantId: account.tenantId,
        platformId: account.id,
        distributionIds: page.entries.map((entry) => entry.position.slice(25)),
      };
      messages.push({ body, delaySeconds: 0 });
    }
    after = page.next;
    if (messages.length === 10 || (after === undefined && messages.length > 0)) {
      await sendMessages('METRICS_QUEUE_URL', messages);
      sent += messages.length;
      messages = [];
    }
  } while (after !== undefined);
  return sent;
}

async function* platformsOf(tenantId: string): AsyncGenerator<Account> {
  const { index, pk } = accountLists.platforms;
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(tenantId), limit: 100, after });
    for (const item of page.items) yield fromAccountItem(item);
    after = page.next;
  } while (after !== undefined);
}
