import { partTenants } from '../access/part-tenants.ts';
import { sendMessages } from '../aws/queues.ts';
import { logger } from '../kernel/logger.ts';
import { readSetting } from '../kernel/settings/read-setting.ts';
import { readAllFeeds, readFeedStates } from './feed-items.ts';
import type { FeedMessage } from './feed-messages.ts';
import { feedPollsQuota } from './settings.ts';

/** PlanFeeds runs as often in an hour (infra/stacks/feeds-stack.ts). */
const TICKS_PER_HOUR = 4;

/** SQS takes no more messages in one call. */
const BATCH = 10;

/** Of the function's 60 seconds. */
const MAX_RUN_MS = 30_000;

/**
 * Hands out all tenants whose feeds may be due, some in each message. A few are planned at once: that costs no message.
 *
 * @param after where an earlier worker has ended
 * @returns the number of messages
 */
export async function planFeeds(after?: string): Promise<number> {
  const { parts, rest } = await partTenants(after, Date.now() + MAX_RUN_MS);
  const [first] = parts;
  if (first === undefined) return 0;
  if (parts.length === 1 && rest === undefined) return planTenantFeeds(first);
  const messages = parts.map((tenantIds): FeedMessage => ({ kind: 'plan', tenantId: tenantIds[0]!, tenantIds }));
  if (rest !== undefined) messages.push({ kind: 'handOut', tenantId: first[0]!, after: rest });
  await sendAll(messages);
  return messages.length;
}

/**
 * Sends one message for each feed that is due, within each tenant's polls per hour. What is left at the end of its time
 * goes to the next worker.
 */
export async function planTenantFeeds(tenantIds: string[]): Promise<number> {
  const now = Date.now();
  let sent = 0;
  for (const [place, tenantId] of tenantIds.entries()) {
    if (Date.now() - now > MAX_RUN_MS) {
      await sendAll([{ kind: 'plan', tenantId, tenantIds: tenantIds.slice(place) }]);
      return sent + 1;
    }
    sent += await planSafely(tenantId, now);
  }
  return sent;
}

/** One tenant that cannot be planned must not keep the others from their feeds; the next tick tries it again. */
async function planSafely(tenantId: string, now: number): Promise<number> {
  try {
    return await planTenant(tenantId, now);
  } catch (error) {
    logger.error('The feeds of a tenant could not be planned', { tenantId, error: error as Error });
    return 0;
  }
}

async function planTenant(tenantId: string, now: number): Promise<number> {
  const active = (await readAllFeeds(tenantId)).filter((feed) => feed.active);
  const states = await readFeedStates(active);
  const allowed = Math.ceil((await readSetting(tenantId, feedPollsQuota)) / TICKS_PER_HOUR);
  const due = active
    .map((feed, index) => ({ id: feed.id, state: states[index] }))
    .filter(({ state }) => state?.retryAt === undefined || Date.parse(state.retryAt) <= now)
    // A feed that has waited longest comes first, so that each has its turn where there are more than may be read.
    .sort((one, other) => ((one.state?.lastPolledAt ?? '') < (other.state?.lastPolledAt ?? '') ? -1 : 1))
    .slice(0, allowed);
  await sendAll(due.map(({ id }) => ({ tenantId, feedId: id })));
  return due.length;
}

async function sendAll(messages: FeedMessage[]): Promise<void> {
  for (let start = 0; start < messages.length; start += BATCH) {
    const batch = messages.slice(start, start + BATCH).map((body) => ({ body, delaySeconds: 0 }));
    await sendMessages('FEED_QUEUE_URL', batch);
  }
}
