import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { pick } from '../posts/planning/patch-fields.ts';
import { checkFeedPlatforms } from './check-feed-platforms.ts';
import { feedEvents } from './events.ts';
import type { Feed, FeedPatch, FeedView } from './feed.ts';
import { replaceFeed } from './feed-items.ts';
import { findFeed } from './find-feed.ts';
import { getFeed } from './get-feed.ts';
import { requirePublishForDelay } from './require-publish-for-delay.ts';

/**
 * A feed that is switched on again takes what it has published meanwhile.
 *
 * @throws HeraldError `not_found`, `conflict`, `invalid_request`, `missing_scope`
 */
export async function updateFeed(request: RequestContext, id: string, patch: FeedPatch): Promise<FeedView> {
  const { tenantId, actor } = request;
  const before = await findFeed(tenantId, id);
  if (patch.mode === 'queue') await checkFeedPlatforms(tenantId, { ...before, mode: 'queue' });
  const after: Feed = {
    ...before,
    ...patch,
    name: pick(before.name, patch.name),
    timezone: pick(before.timezone, patch.timezone),
    pausedReason: patch.active ? undefined : before.pausedReason,
    updatedAt: isoNow(),
  };
  const decides = [patch.mode, patch.timing, patch.delayMinutes, patch.active].some((one) => one !== undefined);
  if (decides) requirePublishForDelay(request, after);
  await withGuardErrors(() =>
    transact([
      replaceFeed(before, after),
      recordEvent(actor, feedEvents.FEED_UPDATED, { tenantId, entityId: id, data: patch }),
    ]),
  );
  return getFeed(tenantId, id);
}
