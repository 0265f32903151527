import { allTenantIds } from '../access/tenant-items.ts';
import { sendMessages } from '../aws/queues.ts';
import { type ListEntry, listItems } from '../kernel/table/read.ts';
import type { Feed } from './feed.ts';
import { fromFeedItem, readFeedStates } from './feed-items.ts';
import type { PollFeed } from './feed-messages.ts';
import { feedLists } from './keys.ts';

/** SQS takes no more messages at once. */
const BATCH = 10;

/**
 * Sends one message for each feed that is to be asked now.
 * @returns the number of messages
 */
export async function planFeeds(now: number): Promise<number> {
  let sent = 0;
  for await (const tenantId of allTenantIds()) {
    for await (const feeds of pagesOfFeeds(tenantId)) sent += await planPage(tenantId, feeds, now);
  }
  return sent;
}

async function planPage(tenantId: string, feeds: Feed[], now: number): Promise<number> {
  const active = feeds.filter((feed) => feed.active);
  const states = await readFeedStates(
    tenantId,
    active.map(({ id }) => id),
  );
  const due = active.filter((_, index) => Date.parse(states[index]?.retryAt ?? new Date(now).toISOString()) <= now);
  for (let start = 0; start < due.length; start += BATCH) {
    const messages = due.slice(start, start + BATCH).map(({ id }) => {
      const body: PollFeed = { tenantId, feedId: id };
      return { body, delaySeconds: 0 };
    });
    await sendMessages('FEED_QUEUE_URL', messages);
  }
  return due.length;
}

async function* pagesOfFeeds(tenantId: string): AsyncGenerator<Feed[]> {
  const { index, pk } = feedLists.feeds;
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(tenantId), limit: 100, after });
    yield page.items.map(fromFeedItem);
    after = page.next;
  } while (after !== undefined);
}
