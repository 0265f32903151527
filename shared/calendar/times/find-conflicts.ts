import * as z from 'zod';
import { MINUTE_MS } from '../../kernel/time/durations.ts';
import { isoInstant } from '../../kernel/time/local-time.ts';
import type { CalendarSlot } from '../slots/calendar-slot.ts';
import { slotKey } from '../slots/slot.ts';
import { type PlannedPost, type PostLimits, type PostTimes, postTimes, type TimedPost } from './planned-posts.ts';

/** What conflicts with the requested time: a problem with its kind and the posts that it is about. */
export const conflictSchema = z.object({
  code: z.enum([
    'min_interval',
    'posts_per_hour',
    'posts_per_day',
    'slot_taken',
    'slot_locked',
    'same_text',
    'zone_changed',
  ]),
  /**
   * A `limit` only puts the post off; a `slot` or the same `text` needs the caller's decision; a `zone` has other rules
   * since the post was planned (shown only for planned posts).
   */
  kind: z.enum(['limit', 'slot', 'text', 'zone']),
  field: z.string(),
  message: z.string(),
  remedy: z.string(),
  limit: z.number().optional(),
  actual: z.number().optional(),
  /** Ids of the posts in the way, the first ten. */
  with: z.array(z.string()),
});
export type Conflict = z.infer<typeof conflictSchema>;

/** A day may hold hundreds of posts, and a month view shows the conflicts of each. */
const MAX_NAMED = 10;

interface AskedTime {
  /** Absent for a post that is not stored yet. */
  id?: string | undefined;
  at: string;
  contentHash?: string | undefined;
}

/** The posts and slots of one platform around the requested time. A day to each side is enough. */
export interface NearbyPosts {
  posts: PlannedPost[];
  slots: CalendarSlot[];
  limits: PostLimits;
}

/** Every conflict of a post at the requested time. */
export function findConflicts(asked: AskedTime, { posts, slots, limits }: NearbyPosts): Conflict[] {
  const slot = slots.find(({ key }) => key === slotKey(asked.at));
  return conflictsAt(asked, postTimes(posts), slot, limits);
}

/** The same for many posts of a platform, whose times are put in order once. `slot` is the one at the asked time. */
export function conflictsAt(
  asked: AskedTime,
  times: PostTimes,
  slot: CalendarSlot | undefined,
  { postsPerHour, postsPerDay, minIntervalMinutes }: PostLimits,
): Conflict[] {
  const at = Date.parse(asked.at);
  // A post is not in its own way.
  const others = (posts: TimedPost[]) => posts.filter(({ id }) => id !== asked.id);
  const conflicts: Conflict[] = [];

  const sameHour = postsPerHour === undefined ? [] : others(times.inHour(at));
  if (postsPerHour !== undefined && sameHour.length >= postsPerHour) {
    conflicts.push(full('posts_per_hour', 'hour', postsPerHour, sameHour));
  }
  const sameDay = postsPerDay === undefined ? [] : others(times.inDay(at));
  if (postsPerDay !== undefined && sameDay.length >= postsPerDay) {
    conflicts.push(full('posts_per_day', 'day (UTC)', postsPerDay, sameDay));
  }
  if (minIntervalMinutes !== undefined) {
    const near = others(times.nearerThan(at, minIntervalMinutes * MINUTE_MS));
    if (near.length > 0) conflicts.push(tooNear(at, minIntervalMinutes, near));
  }
  if (slot?.distributionId !== undefined && slot.distributionId !== asked.id) conflicts.push(taken(slot));
  else if (slot?.locked && slot.distributionId === undefined) conflicts.push(locked(slot));
  const same = others(times.sameText(at, asked.contentHash));
  if (same.length > 0) conflicts.push(sameText(same));
  return conflicts;
}

const field = '/scheduledFor';
const ids = (posts: TimedPost[]) => posts.slice(0, MAX_NAMED).map(({ id }) => id);
const another = 'Choose one of the proposed times, or send "onConflict": "next_free" to take the next free one.';

function full(code: 'posts_per_hour' | 'posts_per_day', period: string, limit: number, posts: TimedPost[]): Conflict {
  const message = `This ${period} has ${posts.length} ${posts.length === 1 ? 'post' : 'posts'} and the platform takes ${limit}.`;
  return { code, kind: 'limit', field, message, remedy: another, limit, actual: posts.length, with: ids(posts) };
}

function tooNear(at: number, limit: number, near: TimedPost[]): Conflict {
  const distance = Math.min(...near.map(({ time }) => Math.abs(time - at)));
  const actual = Math.round(distance / MINUTE_MS);
  const message = `A post is ${actual} min away and the platform wants ${limit} min between two.`;
  return { code: 'min_interval', kind: 'limit', field, message, remedy: another, limit, actual, with: ids(near) };
}

function taken({ instant, distributionId }: CalendarSlot): Conflict {
  const message = `The slot at ${instant} holds distribution ${distributionId}.`;
  const remedy = `${another} "override" publishes beside it.`;
  return { code: 'slot_taken', kind: 'slot', field, message, remedy, with: [distributionId!] };
}

function locked({ instant }: CalendarSlot): Conflict {
  const remedy = `${another} "override" uses the slot all the same, or unlock it.`;
  return { code: 'slot_locked', kind: 'slot', field, message: `The slot at ${instant} is locked.`, remedy, with: [] };
}

function sameText(same: TimedPost[]): Conflict {
  const when = isoInstant(same[0]!.time);
  const message = `The same text goes to this platform at ${when}, within 24 hours.`;
  const remedy = 'Change the text, choose a time more than a day away, or send "allowDuplicate": true.';
  return { code: 'same_text', kind: 'text', field, message, remedy, with: ids(same) };
}
