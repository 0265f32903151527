import { DAY_MS, HOUR_MS } from '../../kernel/time/durations.ts';
import type { Feed, FeedState } from '../feed.ts';
import type { FeedEntry } from '../feed-entry.ts';

/** An entry may show in the feed some time after the moment that it says it was published. */
const GRACE_MS = DAY_MS;
/** Clocks of servers differ by less. */
const CLOCK_MS = HOUR_MS;
/** So many entries with new ids at once, and none with an old one, are no news. */
const MANY = 5;

interface SortedEntries {
  /** To be taken, oldest first, unless they were before. */
  wanted: FeedEntry[];
  /** To be recorded as decided, so that no later poll takes them for new. */
  passedOver: FeedEntry[];
  /** Entries that would be new by their ids alone, while they are older than the last poll: the feed has new ids. */
  renamed: number;
}

interface Seen {
  /** ISO 8601. */
  now: string;
  isKnown(entry: FeedEntry): boolean;
}

/**
 * Which entries a poll may take. What a poll has seen decides, not the dates in the feed, which are another clock's:
 *
 * - The first poll takes its backfill, and what was published since the feed's creation in Herald. It records all others,
 *   also those that say they come from the future.
 * - Each later poll takes what no poll has seen, whatever its date. Only what is dated before the feed's creation and
 *   stands behind all that was seen is old: a feed that has lost entries shows older ones again at its end.
 */
export function sortEntries(
  entries: FeedEntry[],
  { createdAt, backfill }: Pick<Feed, 'createdAt' | 'backfill'>,
  { lastSuccessAt, decidedAll = false }: Pick<FeedState, 'lastSuccessAt' | 'decidedAll'>,
  { now, isKnown }: Seen,
): SortedEntries {
  const horizon = new Date(Date.parse(createdAt) - GRACE_MS).toISOString();
  const inOrder = newestFirst(entries);
  if (lastSuccessAt === undefined) {
    const latest = new Date(Date.parse(now) + CLOCK_MS).toISOString();
    const isSince = ({ publishedAt = '' }: FeedEntry) => publishedAt > createdAt && publishedAt <= latest;
    const wanted = inOrder.filter((entry, index) => index < backfill || isSince(entry));
    return { wanted: wanted.reverse(), passedOver: without(inOrder, wanted), renamed: 0 };
  }
  const lastKnown = entries.findLastIndex(isKnown);
  const behind = new Set(entries.slice(lastKnown + 1));
  // Of a feed from before everything was recorded, old entries may be unknown wherever they stand.
  const isOld = (entry: FeedEntry) => isBefore(entry, horizon) && (!decidedAll || behind.has(entry));
  const wereThere = lastKnown < 0 && decidedAll ? entries.filter((entry) => isBefore(entry, lastSuccessAt)) : [];
  const renamed = wereThere.length >= MANY ? wereThere : [];
  const wanted = without(inOrder, renamed).filter((entry) => !isOld(entry));
  return { wanted: wanted.reverse(), passedOver: without(inOrder, wanted), renamed: renamed.length };
}

const isBefore = ({ publishedAt }: FeedEntry, moment: string) => publishedAt !== undefined && publishedAt <= moment;

function without(entries: FeedEntry[], others: FeedEntry[]): FeedEntry[] {
  const left = new Set(others);
  return entries.filter((entry) => !left.has(entry));
}

/** By date where there are dates; else as the feed has them, which is newest first by custom. */
function newestFirst(entries: FeedEntry[]): FeedEntry[] {
  if (entries.some(({ publishedAt }) => publishedAt === undefined)) return entries;
  return [...entries].sort((a, b) => b.publishedAt!.localeCompare(a.publishedAt!));
}
