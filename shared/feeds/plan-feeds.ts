import { allTenantIds } from '../access/tenant-items.ts';
import { sendMessages } from '../aws/queues.ts';
import { readSetting } from '../kernel/settings/read-setting.ts';
import { readAllFeeds, readFeedStates } from './feed-items.ts';
import type { PollFeed } from './feed-messages.ts';
import { feedPollsQuota } from './settings.ts';

/** PlanFeeds runs as often in an hour (infra/stacks/feeds-stack.ts). */
const TICKS_PER_HOUR = 4;

/** SQS takes no more messages in one call. */
const BATCH = 10;

/**
 * Sends one message for each feed that is due, within each tenant's polls per hour.
 *
 * @returns the number of messages
 */
export async function planFeeds(now: number): Promise<number> {
  let sent = 0;
  for await (const tenantId of allTenantIds()) sent += await planTenant(tenantId, now);
  return sent;
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
  for (let start = 0; start < due.length; start += BATCH) {
    const messages = due.slice(start, start + BATCH).map(({ id }) => {
      const body: PollFeed = { tenantId, feedId: id };
      return { body, delaySeconds: 0 };
    });
    await sendMessages('FEED_QUEUE_URL', messages);
  }
  return due.length;
}
