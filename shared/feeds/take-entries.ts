import { readPlatforms } from '../accounts/account-items.ts';
import type { PlannedPost } from '../calendar/times/planned-posts.ts';
import type { Actor } from '../kernel/events/event.ts';
import { transact } from '../kernel/table/transact.ts';
import type { Feed } from './feed.ts';
import type { FeedEntry } from './feed-entry.ts';
import { holdEntry, knownEntries } from './feed-items.ts';
import { takeEntry } from './take-entry.ts';

/** What a transaction holds at most. */
const WRITES = 100;

/** Entries that were there before the feed was followed, which a later poll would take for new ones. */
export async function passOver(feed: Feed, entries: FeedEntry[]): Promise<void> {
  const wanted = entries.flatMap(({ guid }) => feed.platformIds.map((platformId) => ({ guid, platformId })));
  const known = await knownEntries(feed, wanted);
  const fresh = wanted.filter((_, index) => !known.has(index));
  for (let start = 0; start < fresh.length; start += WRITES) {
    const some = fresh.slice(start, start + WRITES);
    await transact(some.map((entry) => holdEntry(feed, { ...entry, did: 'passed_over' })));
  }
}

/**
 * Makes a post of each entry for each platform, unless that was done before. Guard, post and event are one transaction,
 * so nothing that happens between two polls, or within one, makes a second one.
 */
export async function takeEntries(
  feed: Feed,
  entries: FeedEntry[],
  worker: Actor,
): Promise<{ taken: number; refused: number }> {
  const wanted = entries.flatMap((entry) => feed.platformIds.map((platformId) => ({ ...entry, platformId })));
  const known = await knownEntries(feed, wanted);
  const fresh = wanted.filter((_, index) => !known.has(index));
  const platforms = await readPlatforms(feed.tenantId, feed.platformIds);
  const places = new Map([...new Set(fresh.map(({ guid }) => guid))].map((guid, index) => [guid, index + 1]));
  const planned = new Map<string, PlannedPost[]>(feed.platformIds.map((id) => [id, []]));
  let taken = 0;
  let refused = 0;
  // One after the other: the older entry has the first choice of slots and hours.
  for (const entry of fresh) {
    const delayedTo = new Date(Date.now() + places.get(entry.guid)! * feed.delayMinutes * 60_000).toISOString();
    const unlistedPosts = planned.get(entry.platformId)!;
    const outcome = await takeEntry(feed, entry, platforms.get(entry.platformId), { delayedTo, unlistedPosts }, worker);
    if (outcome.did === 'taken') taken += 1;
    if (outcome.did === 'refused') refused += 1;
    if (outcome.planned !== undefined) unlistedPosts.push(outcome.planned);
  }
  return { taken, refused };
}
