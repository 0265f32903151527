import { addressPolicy } from '../accounts/access/deployment-address-policy.ts';
import type { Actor } from '../kernel/events/event.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import { countFeedFailure } from './count-feed-failure.ts';
import { sortEntries } from './entries/sort-entries.ts';
import type { Feed, FeedState } from './feed.ts';
import type { FeedEntry } from './feed-entry.ts';
import { checkFeed, readFeed, readFeedState, replaceFeedState } from './feed-items.ts';
import type { PollFeed } from './feed-messages.ts';
import { feedGuards } from './guards.ts';
import { FeedFailure } from './source/feed-failure.ts';
import { type FeedVersion, type Look, lookAtFeed } from './source/look-at-feed.ts';
import { passOver, takeEntries } from './take-entries.ts';

interface Polled {
  did: 'nothing' | 'unchanged' | 'read' | 'failed';
  taken: number;
}

/**
 * Reads a feed once and makes posts of its new entries. The feed's version (ETag, digest) is written last: a poll that
 * dies before that is followed by one that reads all entries again, and the guards say which of them were taken.
 */
export async function pollFeed({ tenantId, feedId }: PollFeed, worker: Actor): Promise<Polled> {
  const feed = await readFeed(tenantId, feedId);
  if (feed === undefined || !feed.active) return { did: 'nothing', taken: 0 };
  const before = await readFeedState(feed);
  const now = Date.now();
  if (before.retryAt !== undefined && Date.parse(before.retryAt) > now) return { did: 'nothing', taken: 0 };
  let look: Look;
  try {
    const { etag, lastModified, digest } = before;
    look = await lookAtFeed({ url: feed.url, etag, lastModified, digest }, addressPolicy());
  } catch (error) {
    if (!(error instanceof FeedFailure)) throw error;
    await write(feed, countFeedFailure(feed, before, error, now, worker));
    return { did: 'failed', taken: 0 };
  }
  const { version, entries } = look;
  if (entries !== undefined) return { did: 'read', taken: await take(feed, before, entries, version, now, worker) };
  await write(feed, [replaceFeedState(feed, before, { ...success(before, now), ...version })]);
  return { did: 'unchanged', taken: 0 };
}

async function take(
  feed: Feed,
  before: FeedState,
  entries: FeedEntry[],
  version: FeedVersion | undefined,
  now: number,
  worker: Actor,
): Promise<number> {
  const isFirst = before.lastSuccessAt === undefined;
  const { wanted, passedOver } = sortEntries(entries, feed, isFirst);
  await passOver(feed, passedOver);
  const { taken, refused } = await takeEntries(feed, wanted, worker);
  const after: FeedState = {
    ...success(before, now),
    ...version,
    taken: before.taken + taken,
    refused: before.refused + refused,
  };
  await write(feed, [replaceFeedState(feed, before, after)]);
  return taken;
}

function success({ polls, etag, lastModified, digest, taken, refused }: FeedState, now: number): FeedState {
  const at = new Date(now).toISOString();
  const version = { etag, lastModified, digest };
  return { polls: polls + 1, ...version, taken, refused, errorCount: 0, lastPolledAt: at, lastSuccessAt: at };
}

/**
 * Writes, unless another poll has written at the same moment, or a user has changed or deleted the feed: then the next
 * poll starts from what is stored.
 */
async function write(feed: Feed, actions: LabelledAction[]): Promise<void> {
  const changesFeed = actions.some(({ guard }) => guard === feedGuards.feed);
  await tryTransact(changesFeed ? actions : [checkFeed(feed), ...actions]);
}
