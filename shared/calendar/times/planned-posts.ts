import type { Account } from '../../accounts/account.ts';
import { DAY_MS, HOUR_MS } from '../../kernel/time/durations.ts';

/** As the quota counts: posts planned exactly one interval apart are not a second too near. */
const INTERVAL_TOLERANCE_MS = 2_000;

/** A post that has a time on the platform, whether it is out already or not. */
export interface PlannedPost {
  id: string;
  /** ISO 8601 in UTC. */
  at: string;
  contentHash?: string | undefined;
  /** The slot that it takes. */
  slotKey?: string | undefined;
}

export type PostLimits = Pick<Account, 'postsPerHour' | 'postsPerDay' | 'minIntervalMinutes'>;

export interface TimedPost extends PlannedPost {
  time: number;
}

/** The posts of a platform in order of time, with the counts of each hour and day (UTC, as the quota counts). */
export interface PostTimes {
  inHour: (at: number) => TimedPost[];
  inDay: (at: number) => TimedPost[];
  /** Those less than `distance` away, less the tolerance of the quota. */
  nearerThan: (at: number, distance: number) => TimedPost[];
  /** Those with the same text within a day, as the guard against duplicates has it. */
  sameText: (at: number, contentHash: string | undefined) => TimedPost[];
}

/** `selfId` is left out: a post is not in its own way. */
export function postTimes(planned: PlannedPost[], selfId?: string): PostTimes {
  const posts = planned
    .filter(({ id }) => id !== selfId)
    .map((post) => ({ ...post, time: Date.parse(post.at) }))
    .sort((a, b) => a.time - b.time);

  /** The first place in the list whose time is not before `at`. */
  const place = (at: number) => {
    let low = 0;
    let high = posts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (posts[middle]!.time < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const within = (from: number, to: number) => posts.slice(place(from), place(to));
  const period = (length: number) => (at: number) => {
    const start = Math.floor(at / length) * length;
    return within(start, start + length);
  };
  const byHash = Map.groupBy(posts, ({ contentHash }) => contentHash);
  return {
    inHour: period(HOUR_MS),
    inDay: period(DAY_MS),
    nearerThan: (at, distance) => {
      const reach = distance - INTERVAL_TOLERANCE_MS;
      return reach <= 0 ? [] : within(at - reach + 1, at + reach);
    },
    sameText: (at, contentHash) =>
      contentHash === undefined
        ? []
        : (byHash.get(contentHash) ?? []).filter(({ time }) => Math.abs(time - at) <= DAY_MS),
  };
}
