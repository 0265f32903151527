import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { countDown } from '../kernel/settings/count-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { feedEvents } from './events.ts';
import { removeFeed } from './feed-items.ts';
import { findFeed } from './find-feed.ts';
import { feedQuota } from './settings.ts';

/**
 * Stops following a feed. Posts that were made from it stay.
 *
 * @throws HeraldError `not_found`, `conflict`
 */
export async function deleteFeed({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const feed = await findFeed(tenantId, id);
  await withGuardErrors(() =>
    transact([
      ...removeFeed(feed),
      countDown(tenantId, feedQuota),
      recordEvent(actor, feedEvents.FEED_DELETED, { tenantId, entityId: id, data: { url: feed.url } }),
    ]),
  );
}
