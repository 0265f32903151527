import { type QuietHours, quietSpans } from '../../accounts/quiet-hours.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { startOfMinute } from '../../kernel/time/local-time.ts';
import type { CalendarSlot } from '../slots/calendar-slot.ts';
import { slotKey } from '../slots/slot.ts';
import type { NearbyPosts } from './find-conflicts.ts';
import { postTimes } from './planned-posts.ts';

/** Proposed times are tidy: on the five minutes. */
const GRID_MS = 5 * MINUTE_MS;

export interface FreeTimeAsk extends NearbyPosts {
  selfId?: string | undefined;
  contentHash?: string | undefined;
  quietHours?: QuietHours[] | undefined;
  /** Milliseconds: nothing before `from` (now, or the shortest notice) and nothing from `to` on. */
  from: number;
  to: number;
}

/** Times at which nothing is in the way of a post. */
export interface FreeTimes {
  isFree: (at: number) => boolean;
  /** The first free time not before `at`, and the last not after it, on the five minutes. */
  next: (at: number) => number | undefined;
  previous: (at: number) => number | undefined;
  /** The open slots of the range that a post can go into, in order. */
  slots: CalendarSlot[];
}

/**
 * A search for free times leaps from what is in the way to where that ends, so it costs the obstacles of the range, not
 * its minutes.
 */
export function freeTimes(ask: FreeTimeAsk): FreeTimes {
  const { limits, from, to, contentHash } = ask;
  const times = postTimes(ask.posts, ask.selfId);
  const quiet = quietSpans(ask.quietHours ?? []);
  const closed = new Set(ask.slots.filter((slot) => isClosed(slot, ask.selfId)).map(({ key }) => key));
  const interval = (limits.minIntervalMinutes ?? 0) * MINUTE_MS;

  /** What is in the way at `at`, as the span that it fills; undefined where the time is free. */
  const obstacle = (at: number): [after: number, before: number] | undefined => {
    const minute = startOfMinute(at);
    const span = quiet(at);
    if (span !== undefined) return [span.to, span.from - 1];
    if (isFull(times.inDay(at).length, limits.postsPerDay)) return around(at, DAY_MS);
    if (isFull(times.inHour(at).length, limits.postsPerHour)) return around(at, HOUR_MS);
    const near = times.nearerThan(at, interval);
    if (near.length > 0) return [near.at(-1)!.time + interval, near[0]!.time - interval];
    const same = times.sameText(at, contentHash);
    if (same.length > 0) return [same.at(-1)!.time + DAY_MS, same[0]!.time - DAY_MS];
    const sharesMinute = times.nearerThan(minute, 2 * MINUTE_MS).some((post) => startOfMinute(post.time) === minute);
    if (sharesMinute || closed.has(slotKey(at))) return [minute + MINUTE_MS, minute - 1];
    return undefined;
  };

  const next = (start: number) => {
    for (let at = up(Math.max(start, from)); at < to; ) {
      const blocked = obstacle(at);
      if (blocked === undefined) return at;
      at = up(Math.max(blocked[0], at + 1));
    }
    return undefined;
  };
  const previous = (start: number) => {
    for (let at = down(Math.min(start, to - 1)); at >= from; ) {
      const blocked = obstacle(at);
      if (blocked === undefined) return at;
      at = down(Math.min(blocked[1], at - 1));
    }
    return undefined;
  };
  const isFree = (at: number) => at >= from && at < to && obstacle(at) === undefined;
  const open = ask.slots.filter((slot) => slot.distributionId === undefined && isFree(Date.parse(slot.instant)));
  return { isFree, next, previous, slots: open };
}

const isClosed = ({ locked, distributionId }: CalendarSlot, selfId: string | undefined) =>
  distributionId === undefined ? locked : distributionId !== selfId;
const isFull = (posts: number, limit: number | undefined) => limit !== undefined && posts >= limit;
const up = (at: number) => Math.ceil(at / GRID_MS) * GRID_MS;
const down = (at: number) => Math.floor(at / GRID_MS) * GRID_MS;

function around(at: number, length: number): [number, number] {
  const start = Math.floor(at / length) * length;
  return [start + length, start - 1];
}
