import { calendarPost, takesItsTime } from '../domain/calendar/calendar-post.ts';
import type { Surroundings } from '../domain/calendar/find-conflicts.ts';
import { DAY_MS } from '../domain/calendar/local-time.ts';
import type { PlannedPost } from '../domain/calendar/planned-posts.ts';
import { slotKey } from '../domain/calendar/slot.ts';
import type { Platform } from '../domain/platform.ts';
import { readHeldMinutes } from '../store/minute-items.ts';
import { readPostsOf, readSlotsOf } from './read-calendar-part.ts';

/** What a platform has with `from <= time < to` (milliseconds), and its posts of a day to each side; one round trip. */
export async function readSurroundings(platform: Platform, from: number, to: number): Promise<Surroundings> {
  const [posts, { slots }] = await Promise.all([
    readTakenTimes(platform, from - DAY_MS, to + DAY_MS),
    readSlotsOf(platform.tenantId, platform.id, from, to),
  ]);
  return { posts, slots, limits: platform };
}

/** The posts that take their time, and minutes that are held for posts which the list does not show yet. */
export async function readTakenTimes({ tenantId, id }: Platform, from: number, to: number): Promise<PlannedPost[]> {
  const [states, held] = await Promise.all([
    readPostsOf(tenantId, id, from, to),
    readHeldMinutes(tenantId, id, from, to),
  ]);
  const posts = states.filter(({ status }) => takesItsTime(status)).flatMap((state) => calendarPost(state) ?? []);
  const shown = new Set(posts.map((post) => `${post.id} ${slotKey(post.at)}`));
  return [...posts, ...held.filter((minute) => !shown.has(`${minute.id} ${slotKey(minute.at)}`))];
}
