import type { CalendarSlot } from '../../calendar/slots/calendar-slot.ts';
import { readHeldMinutes } from '../../calendar/slots/minute-items.ts';
import { readSlotsOf } from '../../calendar/slots/read-slots.ts';
import { slotKey } from '../../calendar/slots/slot.ts';
import type { NearbyPosts } from '../../calendar/times/find-conflicts.ts';
import type { PlannedPost } from '../../calendar/times/planned-posts.ts';
import { DAY_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { startOfMinute } from '../../kernel/time/local-time.ts';
import type { Distribution } from '../model/distribution.ts';
import { readDistributions } from '../model/distribution-items.ts';
import { readPostsOf } from '../model/list-items.ts';
import { takenTime } from './taken-time.ts';
import type { TimeRequest } from './time-request.ts';

type Around = Pick<TimeRequest, 'account' | 'unlistedPosts'>;

/** What a platform has with `from <= time < to` (milliseconds), and its posts of a day to each side; one round trip. */
export async function readNearbyPosts(asked: Around, from: number, to: number): Promise<NearbyPosts> {
  const { account } = asked;
  const [posts, slots] = await Promise.all([
    readTakenTimes(asked, from - DAY_MS, to + DAY_MS),
    readSlotsFor(asked, from, to),
  ]);
  return { posts, slots, limits: account };
}

/** The account's slots with `from <= instant < to` (milliseconds), with the unlisted posts in theirs. */
export async function readSlotsFor(
  { account, unlistedPosts = [] }: Around,
  from: number,
  to: number,
): Promise<CalendarSlot[]> {
  const { slots } = await readSlotsOf(account.tenantId, account.id, from, to);
  const holders = new Map(unlistedPosts.map(({ id, slotKey: key }) => [key, id]));
  return slots.map((slot) => ({ ...slot, distributionId: slot.distributionId ?? holders.get(slot.key) }));
}

/** The slot of the minute that `at` (milliseconds) lies in. */
export async function readSlotFor(asked: Around, at: number): Promise<CalendarSlot | undefined> {
  const minute = startOfMinute(at);
  const [slot] = await readSlotsFor(asked, minute, minute + MINUTE_MS);
  return slot;
}

/** The posts that take their time, those among them that the list does not show yet but whose minutes are held. */
export async function readTakenTimes(
  { account, unlistedPosts = [] }: Around,
  from: number,
  to: number,
): Promise<PlannedPost[]> {
  const { tenantId, id } = account;
  const [listed, held] = await Promise.all([
    readPostsOf(tenantId, id, from, to),
    readHeldMinutes(tenantId, id, from, to),
  ]);
  const shown = new Set(listed.flatMap((state) => minuteOf(state) ?? []));
  const hidden = held.filter((minute) => !shown.has(nameOf(minute)));
  // A minute is held in its post's transaction: a reader that sees it finds the post, or that the post has left.
  const unlisted = await readDistributions(tenantId, [...new Set(hidden.map((minute) => minute.id))]);
  const states = new Map([...listed, ...unlisted].map((state) => [state.id, state]));
  return [
    ...[...states.values()].flatMap((state) => takenTime(state) ?? []),
    ...unlistedPosts.filter((post) => !states.has(post.id)),
  ];
}

const nameOf = ({ id, at }: PlannedPost) => `${id} ${slotKey(at)}`;
const minuteOf = (state: Distribution) => {
  const taken = takenTime(state);
  return taken && nameOf(taken);
};
