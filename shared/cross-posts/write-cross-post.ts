import { freeSlot, retryOnSlotConflict } from '../calendar/slots/claim-slot.ts';
import type { EventDefinition } from '../kernel/events/define-events.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { GuardFailed, MAX_ACTIONS, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { releaseText } from '../posts/model/content-hash-items.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { moveMember, readDistributions } from '../posts/model/distribution-items.ts';
import { readContent } from '../posts/model/find-distribution.ts';
import { type Phase, phaseOf } from '../posts/model/group-progress.ts';
import { writeText } from '../posts/model/text-items.ts';
import { leavesItsText, withoutPrepared } from '../posts/planning/change-distribution.ts';
import { giveBackQuota } from '../posts/quota/quota-items.ts';
import type { CrossPostGroup } from './cross-post-group.ts';
import type { CrossPostView } from './cross-post-input.ts';
import { replaceCrossPost } from './cross-post-items.ts';
import { findCrossPost, viewCrossPost } from './cross-post-view.ts';
import { crossPostGuards } from './guards.ts';

const MAX_TRIES = 5;

/** One member as it becomes; `extraWrites` are its own, such as a slot that it takes. */
export interface MemberChange {
  before: Distribution;
  after: Distribution;
  extraWrites?: LabelledAction[];
}

export interface GroupChange {
  type: EventDefinition;
  isPaused: boolean;
  /** Throws where the group as it is cannot be changed like this at all. */
  assertMay?(group: CrossPostGroup): void;
  /** Which of the members are changed; those that are on their way or have ended stay as they are. */
  fits(member: Distribution): boolean;
  /** What becomes of those that fit. Called anew where one of them moves meanwhile. */
  plan(members: Distribution[], group: CrossPostGroup): MemberChange[] | Promise<MemberChange[]>;
}

/** One transaction for the group and all members that it changes; made anew where one of them moves meanwhile. */
export async function writeCrossPost(request: RequestContext, id: string, how: GroupChange): Promise<CrossPostView> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await retryOnSlotConflict(() => withGuardErrors(() => write(request, id, how)));
    } catch (error) {
      const isRace = error instanceof HeraldError && error.code === 'conflict';
      const isCount = error instanceof GuardFailed && error.guard === crossPostGuards.crossPost;
      if (attempt === MAX_TRIES || !(isRace || isCount)) throw error;
    }
  }
}

async function write(request: RequestContext, id: string, how: GroupChange): Promise<CrossPostView> {
  const { tenantId, actor, idempotency } = request;
  const group = await findCrossPost(tenantId, id);
  const members = await readDistributions(tenantId, group.memberIds);
  how.assertMay?.(group);
  const fitting = members.filter(how.fits);
  if (fitting.length === 0 && group.isPaused === how.isPaused) throw nothingToChange(group.id);
  const planned = await how.plan(fitting, group);
  const changes = planned.map((change) => ({ ...change, after: withoutPrepared(change.before, change.after) }));
  const after = counted({ ...group, isPaused: how.isPaused }, changes);
  const moved = changes.filter((change) => change.before.scheduledFor !== change.after.scheduledFor);
  const actions = [
    ...(await Promise.all(changes.map(memberActions))).flat(),
    replaceCrossPost(group, after),
    ...recordIdempotency(tenantId, idempotency, { status: 200, resourceId: id }),
    recordEvent(actor, how.type, {
      tenantId,
      entityId: id,
      data: {
        members: fitting.map((member) => member.id),
        ...(moved.length > 0 && { moved: moved.map(({ before, after: now }) => move(before, now)) }),
      },
    }),
  ];
  if (actions.length > MAX_ACTIONS) throw tooManyAtOnce(group);
  await transact(actions);
  await Promise.all(changes.map(async (one) => leavesItsText(one.before, one.after) && releaseText(one.before)));
  const changed = new Map(changes.map((change) => [change.after.id, change.after]));
  return viewCrossPost(
    after,
    members.map((member) => changed.get(member.id) ?? member),
  );
}

const move = ({ id, scheduledFor }: Distribution, to: Distribution) => ({
  id,
  from: scheduledFor,
  to: to.scheduledFor,
});

async function memberActions({ before, after, extraWrites = [] }: MemberChange): Promise<LabelledAction[]> {
  const isNewText = after.textVersion !== before.textVersion;
  return [
    moveMember(before, after),
    ...(isNewText ? [await writeText(after.tenantId, after.id, after.textVersion, await readContent(before))] : []),
    ...giveBackQuota(before, before.ledgerAt),
    ...(before.slotKey === after.slotKey ? [] : await freeSlot(before)),
    ...extraWrites,
  ];
}

function counted(group: CrossPostGroup, changes: MemberChange[]): CrossPostGroup {
  const { waiting, published, failed, cancelled } = group;
  const counts: Record<Phase, number> = { waiting, published, failed, cancelled };
  for (const { before, after } of changes) {
    counts[phaseOf(before.status)] -= 1;
    counts[phaseOf(after.status)] += 1;
  }
  return { ...group, ...counts, revision: group.revision + 1, updatedAt: isoNow() };
}

export function nothingToChange(id: string): HeraldError {
  return new HeraldError('illegal_move', `No member of the cross-post ${id} can be changed like this any more.`, {
    remedy: 'See its members: those that have gone out, ended or are on their way stay as they are.',
  });
}

/** Each member whose post is being prepared, or waits for a limit, needs writes of its own. */
function tooManyAtOnce({ id }: CrossPostGroup): HeraldError {
  const message = `Too many members of the cross-post ${id} are just being prepared: it does not fit into one transaction.`;
  const remedy = `Pause it first (POST /api/v1/cross-posts/${id}/pause), then repeat this; where that is not enough, change its members one by one.`;
  return new HeraldError('illegal_move', message, { remedy });
}
