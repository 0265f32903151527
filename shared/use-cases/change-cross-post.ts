import { isoNow } from '../cloud/clock.ts';
import { approvalFor } from '../domain/approval.ts';
import type { ContentProblem } from '../domain/content.ts';
import { type CrossPostGroup, type Phase, phaseOf } from '../domain/cross-post-group.ts';
import type { CrossPostReschedule, CrossPostView } from '../domain/cross-post-input.ts';
import type { Distribution } from '../domain/distribution.ts';
import { isLegal, type Move } from '../domain/distribution-moves.ts';
import type { EventType } from '../domain/event.ts';
import { HeraldError } from '../domain/herald-error.ts';
import { windowProblems } from '../domain/lead-window.ts';
import { nextState } from '../domain/next-state.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { holdContentHash, releaseContentHash } from '../store/content-hash-items.ts';
import { replaceCrossPost } from '../store/cross-post-items.ts';
import { moveMember, readDistributions } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { keys } from '../store/keys.ts';
import { giveBackPlace } from '../store/ledger-items.ts';
import { fromPlatformItem } from '../store/platform-items.ts';
import { getItems } from '../store/read.ts';
import { writeText } from '../store/text-items.ts';
import { GuardFailed, type LabelledAction, transact } from '../store/transact.ts';
import type { SettledTime } from './asked-plan.ts';
import { withoutPrepared } from './change-distribution.ts';
import { findCrossPost, viewCrossPost } from './cross-post-view.ts';
import { explainGuards } from './explain-guards.ts';
import { readContent } from './find-distribution.ts';
import { findPlatform } from './find-platform.ts';
import { freeSlot } from './hold-slot.ts';
import { type MemberTime, staggeredTimes } from './member-times.ts';
import { askerOf, type RequestContext } from './request-context.ts';
import { settleTime } from './settle-time.ts';
import { wakeTime } from './wake-time.ts';

const TRIES = 5;
const noPlan = { dueAt: undefined, wakeAt: undefined, leaseUntil: undefined, held: undefined, slotKey: undefined };

interface GroupChange {
  type: EventType;
  move: Move;
  /** Which of the members are changed; those that are on their way or have ended stay as they are. */
  fits(member: Distribution): boolean;
  changes(member: Distribution, place: number): Parameters<typeof nextState>[2];
  isPaused: boolean;
  /** Whether the text is held for a new time. */
  holdsText?: boolean;
  /** The slot of a member's new time; unsaid: as `changes` has it. */
  slotOf?(member: Distribution, place: number): Promise<Pick<SettledTime, 'slotKey' | 'actions'>>;
}

/** Nothing of the group goes out until it is resumed. What is on its way at this moment still does. */
export async function pauseCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return change(request, id, {
    type: 'CROSS_POST_PAUSED',
    move: 'suspend',
    fits: ({ status, held }) => (status === 'scheduled' || status === 'preparing') && held === undefined,
    changes: () => ({ held: 'paused', leaseUntil: undefined }),
    isPaused: true,
  });
}

/** Members go on at their times; those whose time has passed go out now, or as their late policies say. */
export async function resumeCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return change(request, id, {
    type: 'CROSS_POST_RESUMED',
    move: 'release',
    fits: ({ status, held }) => status === 'scheduled' && held === 'paused',
    changes: (member) => ({ held: undefined, wakeAt: wakeOf(member, Math.max(Date.parse(member.dueAt!), Date.now())) }),
    isPaused: false,
  });
}

/** Takes every member off the schedule that has not gone out. */
export async function cancelCrossPost(request: RequestContext, id: string): Promise<CrossPostView> {
  return change(request, id, {
    type: 'CROSS_POST_CANCELLED',
    move: 'cancel',
    fits: ({ status }) => isLegal(status, 'cancel'),
    changes: () => noPlan,
    isPaused: false,
  });
}

/** Gives every member that is still to go out a new time, in the way of the group's strategy. */
export async function rescheduleCrossPost(
  request: RequestContext,
  id: string,
  { scheduledFor, timezone, staggerMinutes }: CrossPostReschedule,
): Promise<CrossPostView> {
  const group = await findCrossPost(request.tenantId, id);
  const minutes = group.timingStrategy === 'staggered' ? (staggerMinutes ?? group.staggerMinutes ?? 0) : 0;
  const times = staggeredTimes(scheduledFor, timezone, minutes, group.memberIds.length);
  await assertMayReschedule(request, group, times);
  return change(request, id, {
    type: 'CROSS_POST_RESCHEDULED',
    move: 'schedule',
    fits: mayMove,
    changes: (member, place) => {
      const at = times[place]!.scheduledFor!;
      const when = {
        scheduledFor: at,
        timezone: timezone ?? member.timezone,
        localTime: undefined,
        dueAt: at,
        textHeldAt: at,
      };
      const counts = { retryCount: 0, waitCount: 0, error: undefined };
      return { ...when, ...counts, wakeAt: wakeOf(member, Date.parse(at)), leaseUntil: undefined, held: undefined };
    },
    isPaused: false,
    holdsText: true,
    slotOf: async (post, place) => {
      const platform = await findPlatform(request.tenantId, post.platformId);
      return settleTime({ platform, post, scheduledFor: times[place]!.scheduledFor, timezone }, []);
    },
  });
}

/**
 * A new time is a new plan: it keeps each platform's window, and where a platform wants an approval, it is this request's
 * to give.
 */
async function assertMayReschedule(request: RequestContext, group: CrossPostGroup, times: MemberTime[]): Promise<void> {
  const members = (await readDistributions(request.tenantId, group.memberIds)).filter(mayMove);
  const items = await getItems(members.map(({ tenantId, platformId }) => keys.platform(tenantId, platformId)));
  const problems = members.flatMap((member, index): ContentProblem[] => {
    const item = items[index];
    if (item === undefined) return [];
    const platform = fromPlatformItem(item);
    const place = group.memberIds.indexOf(member.id);
    const approval = approvalFor(platform, askerOf(request), member.requestedBy);
    const early = windowProblems(platform, times[place]?.scheduledFor, Date.now());
    return approval === 'needed' ? [...early, needsApproval(member.id)] : early;
  });
  if (problems.length === 0) return;
  throw new HeraldError('content_invalid', 'The new time does not suit every member.', {
    remedy: 'Choose another time, or change the members that are named one by one.',
    problems,
  });
}

function needsApproval(id: string): ContentProblem {
  const message = `The new time of ${id} needs an approval.`;
  const remedy = `Ask for it with PATCH /api/v1/distributions/${id}.`;
  return { field: '/scheduledFor', code: 'needs_approval', message, remedy };
}

const mayMove = ({ status }: Distribution) => status === 'scheduled' || status === 'preparing' || status === 'draft';

/** One transaction for the group and all members that it changes; made anew where one of them moves meanwhile. */
async function change(request: RequestContext, id: string, how: GroupChange): Promise<CrossPostView> {
  for (let attempt = 1; ; attempt += 1) {
    const group = await findCrossPost(request.tenantId, id);
    const members = await readDistributions(request.tenantId, group.memberIds);
    try {
      return await explainGuards(() => write(request, group, members, how));
    } catch (error) {
      const isRace = error instanceof HeraldError && error.code === 'conflict';
      const isCount = error instanceof GuardFailed && (error.label === 'group' || error.label === 'slot');
      if (attempt === TRIES || !(isRace || isCount)) throw error;
    }
  }
}

async function write(request: RequestContext, group: CrossPostGroup, members: Distribution[], how: GroupChange) {
  const { tenantId, actor, idempotency } = request;
  const moved = members.filter(how.fits);
  const isSame = moved.length === 0 && group.isPaused === how.isPaused;
  if (isSame) throw nothingToChange(group);
  const pairs = await Promise.all(
    moved.map(async (before): Promise<Pair> => {
      const place = group.memberIds.indexOf(before.id);
      const slot = await how.slotOf?.(before, place);
      const taken = slot && { slotKey: slot.slotKey };
      const changes = { ...how.changes(before, place), ...taken, version: before.version + 1 };
      const after = withoutPrepared(before, nextState(before, how.move, changes));
      return { before, after, takeSlot: slot?.actions ?? [] };
    }),
  );
  const after = counted({ ...group, isPaused: how.isPaused }, pairs);
  const parts = await Promise.all(pairs.map((pair) => memberActions(pair, how)));
  await transact([
    ...parts.flat(),
    replaceCrossPost(group, after),
    ...recordIdempotency(tenantId, idempotency, { status: 200, resourceId: group.id }),
    recordEvent(actor, {
      type: how.type,
      tenantId,
      entityType: 'cross_post',
      entityId: group.id,
      data: { members: moved.map((member) => member.id) },
    }),
  ]);
  const ended = pairs.filter(
    ({ before, after: now }) => now.status === 'cancelled' || before.scheduledFor !== now.scheduledFor,
  );
  await Promise.all(ended.map(({ before }) => releaseContentHash(before)));
  const changedIds = new Map(pairs.map(({ after: state }) => [state.id, state]));
  return viewCrossPost(
    after,
    members.map((member) => changedIds.get(member.id) ?? member),
  );
}

interface Pair {
  before: Distribution;
  after: Distribution;
  takeSlot: LabelledAction[];
}

async function memberActions({ before, after, takeSlot }: Pair, { holdsText }: GroupChange): Promise<LabelledAction[]> {
  const isNewText = after.textVersion !== before.textVersion;
  return [
    moveMember(before, after),
    ...(isNewText ? [await writeText(after.tenantId, after.id, after.textVersion, await readContent(before))] : []),
    ...giveBackPlace(before, before.ledgerAt),
    ...(before.slotKey === after.slotKey ? [] : await freeSlot(before)),
    ...takeSlot,
    ...(holdsText ? holdContentHash(after, after.scheduledFor!) : []),
  ];
}

function counted(group: CrossPostGroup, pairs: Pair[]): CrossPostGroup {
  const counts: Record<Phase, number> = {
    waiting: group.waiting,
    published: group.published,
    failed: group.failed,
    cancelled: group.cancelled,
  };
  for (const { before, after } of pairs) {
    counts[phaseOf(before.status)] -= 1;
    counts[phaseOf(after.status)] += 1;
  }
  return { ...group, ...counts, revision: group.revision + 1, updatedAt: isoNow() };
}

function wakeOf({ platformKind }: Distribution, at: number): string {
  return wakeTime(adapterFor(platformKind as PlatformKind), at);
}

function nothingToChange({ id }: CrossPostGroup): HeraldError {
  return new HeraldError('illegal_move', `No member of the cross-post ${id} can be changed like this any more.`, {
    remedy: 'See its members: those that have gone out, ended or are on their way stay as they are.',
  });
}
