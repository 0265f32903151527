import { bestTime } from '../domain/calendar/best-time.ts';
import { calendarPost, takesItsTime } from '../domain/calendar/calendar-post.ts';
import type { CalendarSlot } from '../domain/calendar/calendar-slot.ts';
import { type Conflict, findConflicts, type Surroundings } from '../domain/calendar/find-conflicts.ts';
import { DAY_MS, MINUTE_MS } from '../domain/calendar/local-time.ts';
import { nextFreeSlot } from '../domain/calendar/next-slot.ts';
import type { PlannedPost } from '../domain/calendar/planned-posts.ts';
import type { PlannedWhy } from '../domain/calendar/planned-why.ts';
import { type Proposal, type Proposals, proposeTimes } from '../domain/calendar/propose-times.ts';
import { type OnConflict, settleConflict } from '../domain/calendar/settle-conflict.ts';
import type { ContentProblem } from '../domain/content.ts';
import type { Distribution } from '../domain/distribution.ts';
import { HeraldError } from '../domain/herald-error.ts';
import { windowBounds } from '../domain/lead-window.ts';
import { isFoundTime } from '../domain/plan-problems.ts';
import type { Platform } from '../domain/platform.ts';
import { readTimingPattern } from '../store/pattern-items.ts';
import type { LabelledAction } from '../store/transact.ts';
import { holdSlot } from './hold-slot.ts';
import { type PlannedTime, planTime } from './plan-time.ts';
import { readPostsOf, readSlotAt, readSlotsOf } from './read-calendar-part.ts';

/** How far ahead the next slot is looked for, a little at first: most platforms have one within the week. */
const SLOT_HORIZONS_DAYS = [8, 93, 366];
const BEST_HORIZON_DAYS = 7;
const PROPOSED_DAYS = 8;
/** A time that is found has to be stored and prepared yet. */
const SOONEST_MS = MINUTE_MS;

export interface AskedPlan {
  platform: Platform;
  post: Pick<Distribution, 'id' | 'contentHash'>;
  scheduledFor?: string | undefined;
  timezone?: string | undefined;
  onConflict?: OnConflict | undefined;
  /** "optimal" looks from this instant on, if it is later than now. */
  notBefore?: string | undefined;
  /** Posts of the platform that were planned a moment ago, which its list may not show yet. */
  besides?: PlannedPost[] | undefined;
}

export interface SettledTime extends PlannedTime {
  /** The slot that the post takes, and the writes that take it. */
  slotKey: string | undefined;
  actions: LabelledAction[];
  /** Null where the time is the one that was asked for. */
  planned: PlannedWhy | null;
}

/**
 * Finds the time of a post: the asked one, the next free slot or the best hour; with the slot that stands there, and
 * what is in the way. What is wrong with the time itself goes to `problems`.
 *
 * @throws HeraldError `slot_taken`, `time_conflict`, both with proposals
 */
export async function settleTime(asked: AskedPlan, problems: ContentProblem[]): Promise<SettledTime> {
  const before = problems.length;
  if (isFoundTime(asked.scheduledFor)) {
    // Its zone would be wrong, whatever time is found.
    planTime(undefined, asked.timezone, problems);
    if (problems.length > before) return withoutSlot(noTime(asked));
    return asked.scheduledFor === 'next_slot' ? takeNextSlot(asked, problems) : takeBestTime(asked, problems);
  }
  const time = planTime(asked.scheduledFor, asked.timezone, problems);
  if (time.scheduledFor === undefined || problems.length > before) return withoutSlot(time);
  return settleAsked(asked, { ...time, scheduledFor: time.scheduledFor });
}

async function settleAsked(asked: AskedPlan, time: PlannedTime & { scheduledFor: string }): Promise<SettledTime> {
  const { platform, post, onConflict } = asked;
  const at = Date.parse(time.scheduledFor);
  const { postsPerHour, postsPerDay, minIntervalMinutes } = platform;
  const hasLimits = [postsPerHour, postsPerDay, minIntervalMinutes].some((limit) => limit !== undefined);
  const [slot, posts] = await Promise.all([
    readSlotAt(platform.tenantId, platform.id, at),
    hasLimits ? plannedPosts(asked, at - DAY_MS, at + DAY_MS) : [],
  ]);
  // The same text is the guard's: it is certain, and this list is not.
  const around = { posts, slots: slot === undefined ? [] : [slot], limits: platform };
  const conflicts = findConflicts({ id: post.id, at: time.scheduledFor }, around);
  const proposals = isBearable(conflicts, onConflict) ? noProposals : await findProposals(asked, time.scheduledFor);
  const settled = settleConflict(conflicts, onConflict, () => proposals);

  if (settled.action === 'refuse') throw refusal(settled.conflicts, settled.proposals);
  if (settled.action === 'keep') {
    const warnings = [...time.warnings, ...settled.warnings.map(({ code, message }) => ({ code, message }))];
    const own = settled.takesSlot ? slot : undefined;
    return { ...time, warnings, ...(await inSlot(asked, own)), planned: null };
  }
  const moved = Date.parse(settled.to.at);
  const message = `${settled.because[0]!.message} This is the next free time.`;
  return chosen(asked, moved, await readSlotAt(platform.tenantId, platform.id, moved), {
    source: 'next_free',
    message,
  });
}

async function takeNextSlot(asked: AskedPlan, problems: ContentProblem[]): Promise<SettledTime> {
  const { platform, post } = asked;
  const { first, last } = windowBounds(platform, Date.now());
  const from = Math.max(Date.now() + SOONEST_MS, first);
  for (const days of SLOT_HORIZONS_DAYS) {
    const to = Math.min(from + days * DAY_MS, last);
    const { slots } = await readSlotsOf(platform.tenantId, platform.id, from, to);
    const open = slots.filter(({ locked, distributionId }) => !locked && distributionId === undefined);
    if (open.length === 0) continue;
    const posts = await plannedPosts(asked, from - DAY_MS, to + DAY_MS);
    const ask = { posts, slots, limits: platform, selfId: post.id, contentHash: post.contentHash, from, to };
    const slot = nextFreeSlot({ ...ask, quietHours: platform.quietHours });
    if (slot === undefined) continue;
    const message = `The next free slot of the platform: ${slot.date} ${slot.time} in ${slot.timezone}.`;
    return chosen(asked, Date.parse(slot.instant), slot, { source: 'next_slot', message });
  }
  problems.push({
    field: '/scheduledFor',
    code: 'no_free_slot',
    message: 'The platform has no free slot within a year.',
    remedy: 'Put slots with POST /api/v1/calendar/slots, name a time, or say "optimal".',
  });
  return withoutSlot(noTime(asked));
}

async function takeBestTime(asked: AskedPlan, problems: ContentProblem[]): Promise<SettledTime> {
  const { platform, post, notBefore, timezone = 'UTC' } = asked;
  const now = Math.max(Date.now(), notBefore === undefined ? 0 : Date.parse(notBefore));
  const [around, pattern] = await Promise.all([
    surroundings(asked, now, now + BEST_HORIZON_DAYS * DAY_MS),
    readTimingPattern(platform.tenantId, platform.id),
  ]);
  const best = bestTime({
    ...around,
    now,
    timezone,
    pattern,
    window: platform,
    horizonDays: BEST_HORIZON_DAYS,
    quietHours: platform.quietHours,
    selfId: post.id,
    contentHash: post.contentHash,
  });
  if ('problem' in best) {
    problems.push(best.problem);
    return withoutSlot(noTime(asked));
  }
  const slot = around.slots.find(({ key }) => key === best.slotKey);
  const { source, message, score, sampleSize, confidence } = best.why;
  return chosen(asked, Date.parse(best.at), slot, { source, message, score, sampleSize, confidence });
}

/** A time that was found for the caller, in the caller's zone or else the slot's. */
async function chosen(
  asked: AskedPlan,
  at: number,
  slot: CalendarSlot | undefined,
  why: PlannedWhy,
): Promise<SettledTime> {
  const time = planTime(new Date(at).toISOString(), asked.timezone ?? slot?.timezone, []);
  const held = await inSlot(asked, slot);
  return { ...time, ...held, planned: { ...why, slotKey: held.slotKey } };
}

async function inSlot({ platform, post }: AskedPlan, slot: CalendarSlot | undefined) {
  if (slot === undefined) return { slotKey: undefined, actions: [] };
  return { slotKey: slot.key, actions: await holdSlot(platform.tenantId, slot, post.id) };
}

const noTime = ({ timezone }: AskedPlan): PlannedTime => {
  return { scheduledFor: undefined, timezone, localTime: undefined, warnings: [] };
};
const withoutSlot = (time: PlannedTime): SettledTime => ({ ...time, slotKey: undefined, actions: [], planned: null });

async function surroundings(asked: AskedPlan, from: number, to: number): Promise<Surroundings> {
  const { platform } = asked;
  const [posts, { slots }] = await Promise.all([
    plannedPosts(asked, from - DAY_MS, to + DAY_MS),
    readSlotsOf(platform.tenantId, platform.id, from, to),
  ]);
  return { posts, slots, limits: platform };
}

async function plannedPosts({ platform, besides = [] }: AskedPlan, from: number, to: number): Promise<PlannedPost[]> {
  const states = await readPostsOf(platform.tenantId, platform.id, from, to);
  const posts = states.filter(({ status }) => takesItsTime(status)).flatMap((state) => calendarPost(state) ?? []);
  const shown = new Set(states.map(({ id }) => id));
  return [...posts, ...besides.filter(({ id }) => !shown.has(id))];
}

const noProposals: Proposals = { nearest: [], next: undefined };

async function findProposals(asked: AskedPlan, at: string): Promise<Proposals> {
  const { platform, post } = asked;
  const time = Date.parse(at);
  const { first, last } = windowBounds(platform, Date.now());
  const from = Math.max(Date.now() + SOONEST_MS, first, time - PROPOSED_DAYS * DAY_MS);
  const to = Math.min(Math.max(from, time) + PROPOSED_DAYS * DAY_MS, Math.max(from, last));
  const around = await surroundings(asked, from, to);
  const self = { selfId: post.id, contentHash: post.contentHash };
  return proposeTimes({ ...around, ...self, at, from, to, quietHours: platform.quietHours });
}

/** Whether the conflicts are settled without looking for other times. */
function isBearable(conflicts: Conflict[], onConflict: OnConflict | undefined): boolean {
  if (onConflict === 'reject' || onConflict === 'next_free') return conflicts.length === 0;
  return onConflict === 'override' || conflicts.every(({ kind }) => kind === 'limit');
}

function refusal(conflicts: Conflict[], proposals: Proposal[]): HeraldError {
  const isSlot = conflicts.some(({ kind }) => kind === 'slot');
  const free = proposals.map(({ at }) => at).join(', ');
  const remedy = `${free === '' ? '' : `Free near it: ${free}. `}Choose another time, or say "onConflict": "next_free" to take the next free one, or "override" to keep this one.`;
  return new HeraldError(isSlot ? 'slot_taken' : 'time_conflict', conflicts[0]!.message, {
    remedy,
    problems: conflicts.map(({ field, code, message, limit, actual }) => ({
      field,
      code,
      message,
      remedy,
      ...(limit !== undefined && { limit }),
      ...(actual !== undefined && { actual }),
    })),
    extra: { proposals },
  });
}
