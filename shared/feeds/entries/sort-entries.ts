import { DAY_MS } from '../../kernel/time/durations.ts';
import type { Feed } from '../feed.ts';
import type { FeedEntry } from '../feed-entry.ts';

/** An entry may show in the feed some time after the moment that it says it was published. */
const GRACE_MS = DAY_MS;

interface SortedEntries {
  /** To be taken, oldest first, unless they were before. */
  wanted: FeedEntry[];
  /** Older than the feed's creation: to be recorded as decided. */
  passedOver: FeedEntry[];
}

/**
 * Which entries a poll may take. The first poll takes entries that are newer than the feed's creation in Herald, and its
 * backfill; each later poll takes every entry that no poll has decided. An entry that is dated more than a day before the
 * feed's creation is never new: a feed that has lost entries shows older ones again.
 */
export function sortEntries(
  entries: FeedEntry[],
  { createdAt, backfill }: Pick<Feed, 'createdAt' | 'backfill'>,
  isFirst: boolean,
): SortedEntries {
  const horizon = new Date(Date.parse(createdAt) - GRACE_MS).toISOString();
  const inOrder = newestFirst(entries);
  const isAfter = ({ publishedAt }: FeedEntry, moment: string) => publishedAt !== undefined && publishedAt > moment;
  const isNear = (entry: FeedEntry) => entry.publishedAt === undefined || isAfter(entry, horizon);
  if (!isFirst) return { wanted: inOrder.filter(isNear).reverse(), passedOver: [] };
  const wanted = inOrder.filter((entry, index) => index < backfill || isAfter(entry, createdAt));
  return { wanted: wanted.reverse(), passedOver: inOrder.filter((entry) => !wanted.includes(entry) && isNear(entry)) };
}

/** By date where there are dates; else as the feed has them, which is newest first by custom. */
function newestFirst(entries: FeedEntry[]): FeedEntry[] {
  if (entries.some(({ publishedAt }) => publishedAt === undefined)) return entries;
  return [...entries].sort((a, b) => b.publishedAt!.localeCompare(a.publishedAt!));
}
