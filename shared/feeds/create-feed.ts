import { recordEvent } from '../kernel/events/event-items.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { countUp } from '../kernel/settings/count-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { checkFeedPlatforms } from './check-feed-platforms.ts';
import { feedEvents } from './events.ts';
import { type Feed, type FeedView, type NewFeed, newFeedState, viewFeed } from './feed.ts';
import { insertFeed } from './feed-items.ts';
import { requirePublishForDelay } from './require-publish-for-delay.ts';
import { feedQuota } from './settings.ts';

/**
 * Follows a feed from now on. Its event starts the first poll.
 *
 * @throws HeraldError `invalid_request` where a platform is not connected or takes no planned posts, `limit_reached`,
 *   `missing_scope`
 */
export async function createFeed(request: RequestContext, input: NewFeed): Promise<FeedView> {
  const { tenantId, actor, idempotency } = request;
  requirePublishForDelay(request, input);
  await checkFeedPlatforms(tenantId, input);
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const now = isoNow();
  const feed: Feed = { ...input, id, tenantId, createdAt: now, updatedAt: now };
  const counted = await countUp(tenantId, feedQuota);
  await withGuardErrors(() =>
    transact([
      insertFeed(feed),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      recordEvent(actor, feedEvents.FEED_CREATED, { tenantId, entityId: id, data: input }),
      ...counted,
    ]),
  );
  return viewFeed(feed, newFeedState);
}
