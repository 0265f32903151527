import { DAY_MS } from '../../kernel/time/local-time.ts';
import { calendarPost, takesItsTime } from '../../planner/calendar-post.ts';
import { readPostsOf, readSlotsOf } from '../../planner/read-calendar-part.ts';
import type { Distribution } from '../../posts/model/distribution.ts';
import { readDistributions } from '../../posts/model/distribution-items.ts';
import { readHeldMinutes } from '../slots/minute-items.ts';
import { slotKey } from '../slots/slot.ts';
import type { Surroundings } from './find-conflicts.ts';
import type { PlannedPost } from './planned-posts.ts';
import type { AskedPlan } from './time-request.ts';

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

/** The posts that take their time, those among them that the list does not show yet but whose minutes are held. */
export async function readTakenTimes(
  { platform, besides = [] }: Around,
  from: number,
  to: number,
): Promise<PlannedPost[]> {
  const { tenantId, id } = platform;
  const [listed, held] = await Promise.all([
    readPostsOf(tenantId, id, from, to),
    readHeldMinutes(tenantId, id, from, to),
  ]);
  const shown = new Set(listed.flatMap((state) => minuteOf(state) ?? []));
  const hidden = held.filter((minute) => !shown.has(nameOf(minute)));
  // A minute is held in its post's transaction: whoever has seen it finds the post, or that the post has left it again.
  const unlisted = await readDistributions(tenantId, [...new Set(hidden.map((minute) => minute.id))]);
  const states = new Map([...listed, ...unlisted].map((state) => [state.id, state]));
  return [
    ...[...states.values()].flatMap((state) => takenTime(state) ?? []),
    ...besides.filter((post) => !states.has(post.id)),
  ];
}

/** The time that a post takes by now, in whose minute it stands; undefined where it takes none. */
export function takenTime(state: Distribution): PlannedPost | undefined {
  return takesItsTime(state.status) ? calendarPost(state) : undefined;
}

const nameOf = ({ id, at }: PlannedPost) => `${id} ${slotKey(at)}`;
const minuteOf = (state: Distribution) => {
  const taken = takenTime(state);
  return taken && nameOf(taken);
};
