import { createHash } from 'node:crypto';
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
import { feedOfPage } from './source/feed-of-page.ts';
import { type FetchedFeed, fetchFeed } from './source/fetch-feed.ts';
import { readFeed as readDocument } from './source/parse-feed.ts';
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
  try {
    const { source, fetched } = await fetchSource(feed, before);
    if (fetched === undefined) {
      await write(feed, [replaceFeedState(feed, before, success(before, now))]);
      return { did: 'unchanged', taken: 0 };
    }
    const { text, etag, lastModified } = fetched;
    const digest = createHash('sha256').update(text).digest('base64url');
    const version = { source, etag, lastModified, digest };
    if (digest === before.digest) {
      await write(feed, [replaceFeedState(feed, before, { ...success(before, now), ...version })]);
      return { did: 'unchanged', taken: 0 };
    }
    return { did: 'read', taken: await take(feed, before, fetched, version, now, worker) };
  } catch (error) {
    if (!(error instanceof FeedFailure)) throw error;
    await write(feed, countFeedFailure(feed, before, error, now, worker));
    return { did: 'failed', taken: 0 };
  }
}

/** The feed at its address, or the one that the page there names; Herald asks that one from then on, while it answers. */
async function fetchSource(
  feed: Feed,
  { source, etag, lastModified }: FeedState,
): Promise<{ source: string | undefined; fetched: FetchedFeed | undefined }> {
  const fetched = await fetchFeed({ url: source ?? feed.url, etag, lastModified }, addressPolicy());
  const named = fetched && feedOfPage(fetched.text, fetched.url);
  if (named === undefined || source !== undefined) return { source, fetched };
  return { source: named, fetched: await fetchFeed({ url: named }, addressPolicy()) };
}

async function take(
  feed: Feed,
  before: FeedState,
  fetched: FetchedFeed,
  version: Pick<FeedState, 'source' | 'etag' | 'lastModified' | 'digest'>,
  now: number,
  worker: Actor,
): Promise<number> {
  const { entries, leftOut } = readDocument(fetched.text, fetched.url);
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
