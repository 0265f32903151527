import { windowBounds } from '../../accounts/lead-window.ts';
import { type Conflict, findConflicts } from '../../calendar/times/find-conflicts.ts';
import { isFoundTime } from '../../calendar/times/found-time.ts';
import { limitsReach } from '../../calendar/times/limits-reach.ts';
import { type PlannedTime, parseRequestedTime, type Warning } from '../../calendar/times/parse-requested-time.ts';
import { type Proposal, type Proposals, proposeTimes } from '../../calendar/times/propose-times.ts';
import { type OnConflict, resolveConflict } from '../../calendar/times/resolve-conflict.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { MIN_MS, takeBestTime, takeFound, takeNextSlot, takeSlot } from './choose-time.ts';
import { readNearbyPosts, readSlotFor, readTakenTimes } from './nearby-posts.ts';
import { noTime, type ResolvedTime, type TimeConflict, type TimeRequest, withoutSlot } from './time-request.ts';

const PROPOSED_DAYS = 8;

/**
 * The time of a post: the asked one, the next free slot or the best hour; with the slot at that time. What is wrong with
 * the time, or in its way, is in the answer.
 *
 * @throws GuardFailed `slot` where another request takes the slot first
 */
export async function resolveTime(asked: TimeRequest): Promise<ResolvedTime> {
  const problems: ContentProblem[] = [];
  if (isFoundTime(asked.scheduledFor)) {
    // Its zone would be wrong, whatever time is found.
    parseRequestedTime(undefined, asked.timezone, problems);
    const [problem] = problems;
    if (problem !== undefined) return noTime(asked, problem);
    return asked.scheduledFor === 'next_slot' ? takeNextSlot(asked) : takeBestTime(asked);
  }
  const time = parseRequestedTime(asked.scheduledFor, asked.timezone, problems);
  if (time.scheduledFor === undefined || problems.length > 0) return { ...withoutSlot(time), problems };
  return placeAt(asked, { ...time, scheduledFor: time.scheduledFor });
}

async function placeAt(asked: TimeRequest, time: PlannedTime & { scheduledFor: string }): Promise<ResolvedTime> {
  const { account, post, onConflict } = asked;
  const at = Date.parse(time.scheduledFor);
  const reach = limitsReach(account, at);
  const [slot, posts] = await Promise.all([
    readSlotFor(asked, at),
    reach === undefined ? [] : readTakenTimes(asked, reach.from, reach.to),
  ]);
  // The same text is the guard's: it is certain, and this list is not.
  const around = { posts, slots: slot === undefined ? [] : [slot], limits: account };
  const conflicts = findConflicts({ id: post.id, at: time.scheduledFor }, around);
  const proposals = isBearable(conflicts, onConflict) ? noProposals : await findProposals(asked, time.scheduledFor);
  const settled = resolveConflict(conflicts, onConflict, () => proposals);

  if (settled.action === 'refuse') {
    return { ...withoutSlot(time), conflict: conflictOf(settled.conflicts, settled.proposals) };
  }
  if (settled.action === 'keep') {
    const warnings = [...time.warnings, ...settled.warnings.map(warningOf)];
    const own = settled.takesSlot ? slot : undefined;
    return { ...withoutSlot({ ...time, warnings }), ...(await takeSlot(asked, own)) };
  }
  const moved = Date.parse(settled.to.at);
  const message = `${settled.because[0]!.message} This is the next free time.`;
  return takeFound(asked, moved, await readSlotFor(asked, moved), {
    source: 'next_free',
    message,
  });
}

/** A time over a limit is kept, and the quota decides at that time. */
function warningOf({ code, kind, message }: Conflict): Warning {
  return { code, message: kind === 'limit' ? `${message} The post may go out later.` : message };
}

const noProposals: Proposals = { nearest: [], next: undefined };

async function findProposals(asked: TimeRequest, at: string): Promise<Proposals> {
  const { account, post } = asked;
  const time = Date.parse(at);
  const { first, last } = windowBounds(account, Date.now());
  const from = Math.max(Date.now() + MIN_MS, first, time - PROPOSED_DAYS * DAY_MS);
  const to = Math.min(Math.max(from, time) + PROPOSED_DAYS * DAY_MS, Math.max(from, last));
  const around = await readNearbyPosts(asked, from, to);
  const self = { selfId: post.id, contentHash: post.contentHash };
  return proposeTimes({ ...around, ...self, at, from, to, quietHours: account.quietHours });
}

/** Whether the conflicts are settled without looking for other times. */
function isBearable(conflicts: Conflict[], onConflict: OnConflict | undefined): boolean {
  if (onConflict === 'reject' || onConflict === 'next_free') return conflicts.length === 0;
  return onConflict === 'override' || conflicts.every(({ kind }) => kind === 'limit');
}

function conflictOf(conflicts: Conflict[], proposals: Proposal[]): TimeConflict {
  const isSlot = conflicts.some(({ kind }) => kind === 'slot');
  const free = proposals.map(({ at }) => at).join(', ');
  const remedy = `${free === '' ? '' : `Free near it: ${free}. `}Choose another time, or send "onConflict": "next_free" to take the next free one, or "override" to keep this one.`;
  return {
    code: isSlot ? 'slot_taken' : 'time_conflict',
    problems: conflicts.map(({ field, code, message, limit, actual }) => ({
      field,
      code,
      message,
      remedy,
      ...(limit !== undefined && { limit }),
      ...(actual !== undefined && { actual }),
    })),
    proposals,
  };
}
