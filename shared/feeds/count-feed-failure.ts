import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import { feedEvents } from './events.ts';
import type { Feed, FeedState } from './feed.ts';
import { replaceFeed, replaceFeedState } from './feed-items.ts';
import type { FeedFailure } from './source/feed-failure.ts';

/** A minute less than the 15 minutes between two ticks, so that the feed is due at the next tick. */
const FIRST_WAIT_MS = 14 * 60_000;
const MAX_WAIT_MS = DAY_MS;
const GIVE_UP_MS = 7 * DAY_MS;

/** Counts a failure and puts the next poll off, further each time; a feed that fails for a week is paused, with an event. */
export function countFeedFailure(
  feed: Feed,
  before: FeedState,
  failure: FeedFailure,
  now: number,
  worker: Actor,
): LabelledAction[] {
  const at = new Date(now).toISOString();
  const { message, remedy, gone } = failure;
  const failingSince = before.failingSince ?? at;
  const errorCount = before.errorCount + 1;
  const after: FeedState = {
    ...before,
    // A page may name another feed by now.
    source: undefined,
    ...(before.source !== undefined && { etag: undefined, lastModified: undefined }),
    polls: before.polls + 1,
    lastPolledAt: at,
    errorCount,
    failingSince,
    retryAt: new Date(now + waitOf(errorCount, failure, now)).toISOString(),
    lastError: { at, message, remedy },
  };
  if (!gone && now - Date.parse(failingSince) < GIVE_UP_MS) return [replaceFeedState(feed, before, after)];
  const reason = gone ? message : `It has failed since ${failingSince}: ${message}`;
  const { tenantId, id } = feed;
  return [
    replaceFeed(feed, { ...feed, active: false, pausedReason: reason, updatedAt: at }),
    // A feed that a user switches on again has another week.
    replaceFeedState(feed, before, { ...after, errorCount: 0, failingSince: undefined, retryAt: undefined }),
    recordEvent(worker, feedEvents.FEED_PAUSED, {
      tenantId,
      entityId: id,
      data: { url: feed.url, reason, remedy },
    }),
  ];
}

function waitOf(errorCount: number, { retryAt }: FeedFailure, now: number): number {
  const ours = FIRST_WAIT_MS * 2 ** Math.min(errorCount - 1, 10);
  return Math.min(MAX_WAIT_MS, Math.max(ours, (retryAt ?? now) - now));
}
