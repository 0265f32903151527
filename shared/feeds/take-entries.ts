import { readPlatforms } from '../accounts/account-items.ts';
import type { PlannedPost } from '../calendar/times/planned-posts.ts';
import type { Actor } from '../kernel/events/event.ts';
import { MAX_ACTIONS, transact } from '../kernel/table/transact.ts';
import type { Feed } from './feed.ts';
import type { FeedEntry } from './feed-entry.ts';
import { knownEntries, recordEntry } from './feed-items.ts';
import { takeEntry } from './take-entry.ts';

/** Whether an earlier poll has decided about an entry for a platform. */
export type IsKnown = (guid: string, platformId: string) => boolean;

export async function readKnown(feed: Feed, entries: FeedEntry[]): Promise<IsKnown> {
  const each = entries.flatMap(({ guid }) => feed.platformIds.map((platformId) => ({ guid, platformId })));
  const found = await knownEntries(feed, each);
  const names = new Set(each.filter((_, index) => found.has(index)).map(nameOf));
  return (guid, platformId) => names.has(nameOf({ guid, platformId }));
}

const nameOf = ({ guid, platformId }: { guid: string; platformId: string }) => `${platformId} ${guid}`;

/** Records entries that are not to be taken; a later poll would take them for new ones. */
export async function passOver(feed: Feed, entries: FeedEntry[], isKnown: IsKnown): Promise<void> {
  const fresh = entries
    .flatMap(({ guid }) => feed.platformIds.map((platformId) => ({ guid, platformId })))
    .filter(({ guid, platformId }) => !isKnown(guid, platformId));
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
  isKnown: IsKnown,
  worker: Actor,
): Promise<{ taken: number; refused: number }> {
  const fresh = entries
    .flatMap((entry) => feed.platformIds.map((platformId) => ({ entry, platformId })))
    .filter(({ entry, platformId }) => !isKnown(entry.guid, platformId));
  const platforms = await readPlatforms(feed.tenantId, feed.platformIds);
  const places = new Map([...new Set(fresh.map(({ entry }) => entry.guid))].map((guid, index) => [guid, index + 1]));
  const planned = new Map<string, PlannedPost[]>(feed.platformIds.map((id) => [id, []]));
  let taken = 0;
  let refused = 0;
  // One after the other, so that the older entry has the first choice of slots and hours.
  for (const { entry: found, platformId } of fresh) {
    const entry = { ...found, platformId };
    const delayedTo = new Date(Date.now() + places.get(entry.guid)! * feed.delayMinutes * 60_000).toISOString();
    const unlistedPosts = planned.get(platformId)!;
    const outcome = await takeEntry(feed, entry, platforms.get(platformId), { delayedTo, unlistedPosts }, worker);
    if (outcome.did === 'taken') taken += 1;
    if (outcome.did === 'refused') refused += 1;
    if (outcome.planned !== undefined) unlistedPosts.push(outcome.planned);
  }
  return { taken, refused };
}
