import { readPlatforms } from '../accounts/account-items.ts';
import type { PlannedPost } from '../calendar/times/planned-posts.ts';
import type { Actor } from '../kernel/events/event.ts';
import { MAX_ACTIONS, transact } from '../kernel/table/transact.ts';
import type { Feed } from './feed.ts';
import type { FeedEntry } from './feed-entry.ts';
import { knownEntries, recordEntry } from './feed-items.ts';
import { takeEntry } from './take-entry.ts';

/** Records entries that are older than the feed's place in Herald; a later poll would take them for new ones. */
export async function passOver(feed: Feed, entries: FeedEntry[]): Promise<void> {
  const wanted = entries.flatMap(({ guid }) => feed.platformIds.map((platformId) => ({ guid, platformId })));
  const known = await knownEntries(feed, wanted);
  const fresh = wanted.filter((_, index) => !known.has(index));
  for (let start = 0; start < fresh.length; start += MAX_ACTIONS) {
    const some = fresh.slice(start, start + MAX_ACTIONS);
    await transact(some.map((entry) => recordEntry(feed, { ...entry, did: 'passed_over' })));
  }
}

/**
 * Makes a post of each entry for each platform, unless an earlier poll has decided that entry. Guard, post and event are
 * written in one transaction, so that no crash and no second poll makes another post of it.
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
  // One after the other, so that the older entry has the first choice of slots and hours.
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
