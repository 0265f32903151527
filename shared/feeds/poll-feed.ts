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
import type { ReadFeed } from './source/parse-feed.ts';
import { passOver, readKnown, takeEntries } from './take-entries.ts';

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
    const { source, etag, lastModified, digest } = before;
    look = await lookAtFeed({ url: feed.url, source, etag, lastModified, digest }, addressPolicy());
  } catch (error) {
    if (!(error instanceof FeedFailure)) throw error;
    await write(feed, countFeedFailure(feed, before, error, now, worker));
    return { did: 'failed', taken: 0 };
  }
  const { version, feed: found } = look;
  if (found !== undefined) return { did: 'read', taken: await take(feed, before, found, version, now, worker) };
  // What there is to say of the feed holds as long as it stays as it is.
  const lastError = before.errorCount === 0 ? before.lastError : undefined;
  await write(feed, [replaceFeedState(feed, before, { ...success(before, now), ...version, lastError })]);
  return { did: 'unchanged', taken: 0 };
}

async function take(
  feed: Feed,
  before: FeedState,
  { entries, leftOut }: ReadFeed,
  version: FeedVersion | undefined,
  now: number,
  worker: Actor,
): Promise<number> {
  const isKnown = await readKnown(feed, entries);
  const seen = {
    now: new Date(now).toISOString(),
    isKnown: ({ guid }: FeedEntry) => feed.platformIds.some((platformId) => isKnown(guid, platformId)),
  };
  const { wanted, passedOver, renamed } = sortEntries(entries, feed, before, seen);
  await passOver(feed, passedOver, isKnown);
  const { taken, refused } = await takeEntries(feed, wanted, isKnown, worker);
  const after: FeedState = {
    ...success(before, now),
    ...version,
    decidedAll: true,
    lastError: remark(now, leftOut, renamed),
    taken: before.taken + taken,
    refused: before.refused + refused,
  };
  await write(feed, [replaceFeedState(feed, before, after)]);
  return taken;
}

/** What the owner should know of a feed that was read. */
function remark(now: number, leftOut: number, renamed: number): FeedState['lastError'] {
  const at = new Date(now).toISOString();
  if (renamed > 0) {
    const message = `All entries have new ids: ${renamed} that are older than the last poll were passed over.`;
    return { at, message, remedy: 'Nothing is to be done, unless they are new: then make posts of them by hand.' };
  }
  if (leftOut === 0) return undefined;
  const message = `The feed was read in part: ${leftOut} entries in its middle were left out, since they have no dates.`;
  return { at, message, remedy: 'Give a shorter feed, or one with dates.' };
}

function success(before: FeedState, now: number): FeedState {
  const { polls, source, etag, lastModified, digest, taken, refused, decidedAll } = before;
  const at = new Date(now).toISOString();
  const version = { source, etag, lastModified, digest };
  return {
    polls: polls + 1,
    ...version,
    decidedAll,
    taken,
    refused,
    errorCount: 0,
    lastPolledAt: at,
    lastSuccessAt: at,
  };
}

/**
 * Writes, unless another poll has written at the same moment, or a user has changed or deleted the feed: then the next
 * poll starts from what is stored.
 */
async function write(feed: Feed, actions: LabelledAction[]): Promise<void> {
  const changesFeed = actions.some(({ guard }) => guard === feedGuards.feed);
  await tryTransact(changesFeed ? actions : [checkFeed(feed), ...actions]);
}
