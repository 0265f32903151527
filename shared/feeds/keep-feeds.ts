import { readPlatforms } from '../accounts/account-items.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError, notFound } from '../kernel/herald-error.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import type { ContentProblem } from '../kernel/problem.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { listItems } from '../kernel/table/read.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { pick } from '../posts/planning/patch-fields.ts';
import { feedEvents } from './events.ts';
import { type Feed, type FeedPatch, type FeedView, type NewFeed, newFeedState, viewFeed } from './feed.ts';
import { fromFeedItem, insertFeed, readFeed, readFeedStates, removeFeed, replaceFeed } from './feed-items.ts';
import { feedLists } from './keys.ts';

/** Follows a feed from now on. Its event, once on the bus, has it asked for the first time. */
export async function createFeed({ tenantId, actor, idempotency }: RequestContext, input: NewFeed): Promise<FeedView> {
  await assertPlatforms(tenantId, input.platformIds);
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const now = isoNow();
  const feed: Feed = { ...input, id, tenantId, createdAt: now, updatedAt: now };
  await withGuardErrors(() =>
    transact([
      insertFeed(feed),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      recordEvent(actor, feedEvents.FEED_CREATED, { tenantId, entityId: id, data: { ...input } }),
    ]),
  );
  return viewFeed(feed, newFeedState);
}

export async function getFeed(tenantId: string, id: string): Promise<FeedView> {
  const feed = await findFeed(tenantId, id);
  const [state] = await readFeedStates(tenantId, [id]);
  return viewFeed(feed, state!);
}

export async function listFeeds(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<FeedView>> {
  const { index, pk } = feedLists.feeds;
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after: decodeCursor(cursor, tenantId) });
  const feeds = items.map(fromFeedItem);
  const states = await readFeedStates(
    tenantId,
    feeds.map(({ id }) => id),
  );
  return { items: feeds.map((feed, at) => viewFeed(feed, states[at]!)), nextCursor: encodeCursor(next) };
}

/** A feed that is switched on again takes what came meanwhile. */
export async function updateFeed({ tenantId, actor }: RequestContext, id: string, patch: FeedPatch): Promise<FeedView> {
  const before = await findFeed(tenantId, id);
  const after: Feed = {
    ...before,
    ...patch,
    name: pick(before.name, patch.name),
    timezone: pick(before.timezone, patch.timezone),
    pausedReason: patch.active ? undefined : before.pausedReason,
    updatedAt: isoNow(),
  };
  await withGuardErrors(() =>
    transact([
      replaceFeed(before, after),
      recordEvent(actor, feedEvents.FEED_UPDATED, { tenantId, entityId: id, data: { ...patch } }),
    ]),
  );
  return getFeed(tenantId, id);
}

/** What was made from it stays. */
export async function deleteFeed({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const feed = await findFeed(tenantId, id);
  await withGuardErrors(() =>
    transact([
      ...removeFeed(feed),
      recordEvent(actor, feedEvents.FEED_DELETED, { tenantId, entityId: id, data: { url: feed.url } }),
    ]),
  );
}

async function findFeed(tenantId: string, id: string): Promise<Feed> {
  const feed = await readFeed(tenantId, id);
  if (feed === undefined) throw notFound('feed', id);
  return feed;
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
