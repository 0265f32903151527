import { calendarPost, takesItsTime } from '../domain/calendar/calendar-post.ts';
import type { Surroundings } from '../domain/calendar/find-conflicts.ts';
import { DAY_MS } from '../domain/calendar/local-time.ts';
import type { PlannedPost } from '../domain/calendar/planned-posts.ts';
import { slotKey } from '../domain/calendar/slot.ts';
import { readHeldMinutes } from '../store/minute-items.ts';
import type { AskedPlan } from './asked-plan.ts';
import { readPostsOf, readSlotsOf } from './read-calendar-part.ts';

type Around = Pick<AskedPlan, 'platform' | 'besides'>;

/** What a platform has with `from <= time < to` (milliseconds), and its posts of a day to each side; one round trip. */
export async function readSurroundings(asked: Around, from: number, to: number): Promise<Surroundings> {
  const { platform } = asked;
  const [posts, { slots }] = await Promise.all([
    readTakenTimes(asked, from - DAY_MS, to + DAY_MS),
    readSlotsOf(platform.tenantId, platform.id, from, to),
  ]);
  return { posts, slots, limits: platform };
}

/** The posts that take their time, and minutes that are held for posts which the list does not show yet. */
export async function readTakenTimes(
  { platform, besides = [] }: Around,
  from: number,
  to: number,
): Promise<PlannedPost[]> {
  const { tenantId, id } = platform;
  const [states, held] = await Promise.all([
    readPostsOf(tenantId, id, from, to),
    readHeldMinutes(tenantId, id, from, to),
  ]);
  const posts = states.filter(({ status }) => takesItsTime(status)).flatMap((state) => calendarPost(state) ?? []);
  const shown = new Set(posts.map((post) => `${post.id} ${slotKey(post.at)}`));
  const listed = new Set(states.map((state) => state.id));
  return [
    ...posts,
    ...held.filter((minute) => !shown.has(`${minute.id} ${slotKey(minute.at)}`)),
    ...besides.filter((post) => !listed.has(post.id)),
  ];
}
