import { windowBounds } from '../../accounts/lead-window.ts';
import { calendarGuards } from '../../calendar/guards.ts';
import type { CalendarSlot } from '../../calendar/slots/calendar-slot.ts';
import { claimSlot } from '../../calendar/slots/claim-slot.ts';
import { readHeldMinute, reserveMinute } from '../../calendar/slots/minute-items.ts';
import { slotKey } from '../../calendar/slots/slot.ts';
import { bestTime } from '../../calendar/times/best-time.ts';
import { nextFreeSlot } from '../../calendar/times/next-slot.ts';
import { parseRequestedTime } from '../../calendar/times/parse-requested-time.ts';
import { readTimingPattern } from '../../calendar/times/pattern-items.ts';
import type { TimeReason } from '../../calendar/times/time-reason.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import { DAY_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import { readDistribution } from '../model/distribution-items.ts';
import { readNearbyPosts, readSlotsFor, readTakenTimes } from './nearby-posts.ts';
import { takenTime } from './taken-time.ts';
import { noTime, type ResolvedTime, type TimeRequest, withoutSlot } from './time-request.ts';

/** How far ahead the next slot is looked for, a little at first: most platforms have one within the week. */
const SLOT_HORIZONS_DAYS = [8, 93, 366];
const BEST_HORIZON_DAYS = 7;
/** A time that is found has to be stored and prepared yet. */
export const MIN_MS = MINUTE_MS;

/** `next_slot`: the platform's next free slot. */
export async function takeNextSlot(asked: TimeRequest): Promise<ResolvedTime> {
  const { account, post, notBefore } = asked;
  const { first, last } = windowBounds(account, Date.now());
  const from = Math.max(Date.now() + MIN_MS, first, notBefore === undefined ? 0 : Date.parse(notBefore));
  for (const days of SLOT_HORIZONS_DAYS) {
    const to = Math.min(from + days * DAY_MS, last);
    const slots = await readSlotsFor(asked, from, to);
    const open = slots.filter(({ locked, distributionId }) => !locked && distributionId === undefined);
    if (open.length === 0) continue;
    const posts = await readTakenTimes(asked, from - DAY_MS, to + DAY_MS);
    const ask = { posts, slots, limits: account, selfId: post.id, contentHash: post.contentHash, from, to };
    const slot = nextFreeSlot({ ...ask, quietHours: account.quietHours });
    if (slot === undefined) continue;
    const message = `The next free slot of the platform: ${slot.date} ${slot.time} in ${slot.timezone}.`;
    return takeFound(asked, Date.parse(slot.instant), slot, { source: 'next_slot', message });
  }
  return noTime(asked, {
    field: '/scheduledFor',
    code: 'no_free_slot',
    message: 'The platform has no free slot within a year.',
    remedy: 'Add slots with POST /api/v1/calendar/slots, name a time, or ask for "optimal".',
  });
}

/** `optimal`: the platform's best free time within a week. */
export async function takeBestTime(asked: TimeRequest): Promise<ResolvedTime> {
  const { account, post, notBefore, timezone = 'UTC' } = asked;
  const now = Date.now();
  const begin = Math.max(now, notBefore === undefined ? 0 : Date.parse(notBefore));
  const [around, pattern] = await Promise.all([
    readNearbyPosts(asked, begin, begin + BEST_HORIZON_DAYS * DAY_MS),
    readTimingPattern(account.tenantId, account.id),
  ]);
  const best = bestTime({
    ...around,
    now,
    notBefore: begin,
    timezone,
    pattern,
    window: account,
    horizonDays: BEST_HORIZON_DAYS,
    quietHours: account.quietHours,
    selfId: post.id,
    contentHash: post.contentHash,
  });
  if ('problem' in best) return noTime(asked, best.problem);
  const slot = around.slots.find(({ key }) => key === best.slotKey);
  const { source, message, score, sampleSize, confidence } = best.why;
  return takeFound(asked, Date.parse(best.at), slot, { source, message, score, sampleSize, confidence });
}

/** A time that was found for the caller, in the caller's zone or else the slot's: no other caller finds it. */
export async function takeFound(
  asked: TimeRequest,
  at: number,
  slot: CalendarSlot | undefined,
  why: TimeReason,
): Promise<ResolvedTime> {
  const time = parseRequestedTime(new Date(at).toISOString(), asked.timezone ?? slot?.timezone, []);
  const held =
    slot === undefined ? { slotKey: undefined, actions: [await takeMinute(asked, at)] } : await takeSlot(asked, slot);
  return { ...withoutSlot(time), ...held, planned: { ...why, slotKey: held.slotKey } };
}

/** The post goes into the slot, if there is one. */
export async function takeSlot({ account, post }: TimeRequest, slot: CalendarSlot | undefined) {
  if (slot === undefined) return { slotKey: undefined, actions: [] };
  return { slotKey: slot.key, actions: await claimSlot(account.tenantId, slot, post.id) };
}

/** @throws GuardFailed `slot` where another post was quicker */
async function takeMinute({ account, post }: TimeRequest, at: number): Promise<LabelledAction> {
  const { tenantId, id: platformId } = account;
  const held = await readHeldMinute(tenantId, platformId, at);
  const holder = held && held.distributionId !== post.id && (await readDistribution(tenantId, held.distributionId));
  const taken = holder && takenTime(holder);
  if (taken && slotKey(taken.at) === slotKey(at)) throw new GuardFailed(calendarGuards.slot, undefined);
  return reserveMinute({ tenantId, platformId, id: post.id }, at, held);
}
