import { allTenantIds } from '../access/tenant-items.ts';
import { sendMessages } from '../aws/queues.ts';
import { readAllFeeds, readFeedStates } from './feed-items.ts';
import type { PollFeed } from './feed-messages.ts';

/** SQS takes no more messages in one call. */
const BATCH = 10;

/**
 * Sends one message for each feed that is due.
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
  const due = active.filter((_, index) => {
    const retryAt = states[index]?.retryAt;
    return retryAt === undefined || Date.parse(retryAt) <= now;
  });
  for (let start = 0; start < due.length; start += BATCH) {
    const messages = due.slice(start, start + BATCH).map(({ id }) => {
      const body: PollFeed = { tenantId, feedId: id };
      return { body, delaySeconds: 0 };
    });
    await sendMessages('FEED_QUEUE_URL', messages);
  }
  return due.length;
}
