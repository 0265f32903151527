import { readPlatforms } from '../accounts/account-items.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { countUp } from '../kernel/settings/count-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { feedEvents } from './events.ts';
import { type Feed, type FeedView, type NewFeed, newFeedState, viewFeed } from './feed.ts';
import { insertFeed } from './feed-items.ts';
import { feedQuota } from './settings.ts';

/**
 * Follows a feed from now on. Its event starts the first poll.
 *
 * @throws HeraldError `invalid_request` where a platform is not connected, `limit_reached`
 */
export async function createFeed({ tenantId, actor, idempotency }: RequestContext, input: NewFeed): Promise<FeedView> {
  await assertPlatforms(tenantId, input.platformIds);
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

async function assertPlatforms(tenantId: string, ids: string[]): Promise<void> {
  const known = await readPlatforms(tenantId, ids);
  const problems = ids.flatMap((id, index): ContentProblem[] => {
    if (known.has(id)) return [];
    const message = `There is no platform with id ${id}.`;
    const remedy = 'GET /api/v1/platforms lists them.';
    return [{ field: `/platformIds/${index}`, code: 'unknown_platform', message, remedy }];
  });
  if (problems.length === 0) return;
  throw new HeraldError('invalid_request', 'A platform of the feed is not there.', {
    remedy: 'Name platforms that are connected.',
    problems,
  });
}
