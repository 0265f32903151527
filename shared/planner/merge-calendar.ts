import * as z from 'zod';
import { type CalendarSlot, calendarNoticeSchema, calendarSlotSchema } from '../calendar/slots/calendar-slot.ts';
import { slotKey } from '../calendar/slots/slot.ts';
import { type Conflict, conflictSchema, conflictsAt } from '../calendar/times/find-conflicts.ts';
import { type PostLimits, type PostTimes, postTimes } from '../calendar/times/planned-posts.ts';
import { localDate, localTime } from '../kernel/time/local-time.ts';
import { wallClock } from '../kernel/time/wall-clock.ts';
import type { ZoneChange } from '../posts/planning/zone-change.ts';
import { takesItsTime } from '../posts/times/taken-time.ts';
import { type CalendarRepeat, calendarRepeatSchema } from '../series/model/calendar-repeat.ts';
import { type CalendarPost, calendarPostSchema } from './calendar-post.ts';

/** A post, one that a series will make, an open slot, or a slot with what is in it. */
const calendarEntrySchema = z.object({
  at: z.iso.datetime(),
  /** `HH:MM` in the calendar's zone. */
  time: z.string(),
  slot: calendarSlotSchema.optional(),
  post: calendarPostSchema.omit({ contentHash: true }).optional(),
  repeat: calendarRepeatSchema.omit({ platformId: true, at: true, updatedAt: true }).optional(),
  /** An open slot ahead that nothing is in or will be put in. */
  gap: z.boolean(),
  /** What is in this post's way. */
  conflicts: z.array(conflictSchema),
});
type CalendarEntry = z.infer<typeof calendarEntrySchema>;

const calendarDaySchema = z.object({
  /** In the calendar's zone. */
  date: z.string(),
  platforms: z.array(z.object({ platformId: z.string(), entries: z.array(calendarEntrySchema) })),
});
export type CalendarDay = z.infer<typeof calendarDaySchema>;

export const calendarViewSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    timezone: z.string(),
    days: z.array(calendarDaySchema),
    notices: z.array(calendarNoticeSchema),
  })
  .meta({ id: 'Calendar' });
export type CalendarView = z.infer<typeof calendarViewSchema>;

interface CalendarSources {
  slots: CalendarSlot[];
  posts: CalendarPost[];
  repeats: CalendarRepeat[];
  /** By platform id; a platform without limits may be absent. */
  limits: ReadonlyMap<string, PostLimits>;
  /** The zone whose days the calendar has. */
  timezone: string;
  now: number;
}

/** Slots, posts and repeats of a range laid together, by day and platform in order; days with nothing are absent. */
export function mergeCalendar({ slots, posts, repeats, limits, timezone, now }: CalendarSources): CalendarDay[] {
  const clock = wallClock(timezone);
  const byPlatform = Map.groupBy(
    entriesOf(slots, posts, repeats),
    ({ slot, post, repeat }) => (slot ?? post ?? repeat)!.platformId,
  );
  const days = new Map<string, Map<string, CalendarEntry[]>>();

  for (const [platformId, entries] of [...byPlatform].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const taking = entries.flatMap(({ post }) => (post && takesItsTime(post.status) ? [post] : []));
    const slotAt = new Map(entries.flatMap(({ slot }) => (slot ? [[slot.key, slot] as const] : [])));
    const times = postTimes(taking);
    for (const { at, slot, post, repeat } of entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
      const wall = clock.wallOf(Date.parse(at));
      const entry: CalendarEntry = {
        at,
        time: localTime(wall),
        slot,
        post: post && shownPost(post),
        repeat: repeat && shownRepeat(repeat),
        gap: slot !== undefined && post === undefined && repeat === undefined && isOpen(slot, now),
        conflicts: post === undefined ? [] : conflictsOf(post, times, slotAt, limits.get(platformId)),
      };
      const ofDay = days.get(localDate(wall)) ?? new Map<string, CalendarEntry[]>();
      const ofPlatform = ofDay.get(platformId) ?? [];
      ofPlatform.push(entry);
      days.set(localDate(wall), ofDay.set(platformId, ofPlatform));
    }
  }
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, platforms]) => ({
      date,
      platforms: [...platforms].map(([platformId, entries]) => ({ platformId, entries })),
    }));
}

function shownPost({ contentHash, ...post }: CalendarPost) {
  return post;
}

function shownRepeat({ platformId, at, updatedAt, ...repeat }: CalendarRepeat) {
  return repeat;
}

type Pair = { at: string; slot?: CalendarSlot; post?: CalendarPost; repeat?: CalendarRepeat };

/** A post is shown in the slot that names it, or in the free slot of its minute; a repeat too. */
function entriesOf(slots: CalendarSlot[], posts: CalendarPost[], repeats: CalendarRepeat[]): Pair[] {
  const byClaim = new Map(slots.flatMap((slot) => (slot.distributionId ? [[slot.distributionId, slot] as const] : [])));
  const free = new Map(
    slots.flatMap((slot) => (slot.distributionId ? [] : [[`${slot.platformId} ${slot.key}`, slot] as const])),
  );
  const used = new Set<CalendarSlot>();
  const freeAt = ({ platformId, at }: { platformId: string; at: string }) => {
    const slot = free.get(`${platformId} ${slotKey(at)}`);
    return slot && !used.has(slot) ? slot : undefined;
  };
  const withPosts = posts.map((post): Pair => {
    const slot = byClaim.get(post.id) ?? (takesItsTime(post.status) ? freeAt(post) : undefined);
    if (slot !== undefined) used.add(slot);
    return { at: post.at, slot, post };
  });
  const ahead = repeats.map((repeat): Pair => {
    const slot = freeAt(repeat);
    if (slot !== undefined) used.add(slot);
    return { at: repeat.at, slot, repeat };
  });
  const alone = slots.filter((slot) => !used.has(slot)).map((slot): Pair => ({ at: slot.instant, slot }));
  return [...withPosts, ...ahead, ...alone];
}

const isOpen = ({ locked, distributionId, instant }: CalendarSlot, now: number) =>
  !locked && distributionId === undefined && Date.parse(instant) >= now;

function conflictsOf(
  post: CalendarPost,
  times: PostTimes,
  slotAt: ReadonlyMap<string, CalendarSlot>,
  limits: PostLimits | undefined,
): Conflict[] {
  const zone = post.zoneChange === undefined ? [] : [zoneChanged(post.zoneChange)];
  // Published and inactive posts have no actionable conflicts.
  if (!takesItsTime(post.status) || post.status === 'published') return zone;
  return [...conflictsAt(post, times, slotAt.get(slotKey(post.at)), limits ?? {}), ...zone];
}

function zoneChanged({ message, remedy }: ZoneChange): Conflict {
  return { code: 'zone_changed', kind: 'zone', field: '/scheduledFor', message, remedy, with: [] };
}
