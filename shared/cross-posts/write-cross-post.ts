import { freeSlot, retryOnSlotConflict } from '../calendar/slots/claim-slot.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { retryOnGuard } from '../kernel/table/retry-on-guard.ts';
import { MAX_ACTIONS, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { releaseText } from '../posts/model/content-hash-items.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { moveMember, readDistributions } from '../posts/model/distribution-items.ts';
import { type Phase, phaseOf } from '../posts/model/group-progress.ts';
import { postGuards } from '../posts/model/guards.ts';
import { readContent, writeText } from '../posts/model/text-items.ts';
import { leavesItsText, withoutPrepared } from '../posts/planning/change-distribution.ts';
import { giveBackQuota } from '../posts/quota/quota-items.ts';
import { replaceCrossPost } from './cross-post-items.ts';
import type { crossPostEvents } from './events.ts';
import { findCrossPost } from './find-cross-post.ts';
import { crossPostGuards } from './guards.ts';
import type { CrossPostGroup } from './model/cross-post-group.ts';
import type { CrossPostView } from './model/cross-post-input.ts';
import { viewCrossPost } from './model/view-cross-post.ts';

/** Another request or a worker changes the group or one of its members. */
const races = [crossPostGuards.crossPost, postGuards.distribution, postGuards.groupPause];

/** One member before and after; `extraWrites` are its own, such as a slot that it takes. */
export interface MemberChange {
  before: Distribution;
  after: Distribution;
  extraWrites?: LabelledAction[];
}

interface GroupChange {
  event: Exclude<(typeof crossPostEvents)[keyof typeof crossPostEvents], typeof crossPostEvents.CROSS_POST_CREATED>;
  isPaused: boolean;
  /** The members that change; those that are being published or have ended stay as they are. */
  changes: MemberChange[];
}

/** Decides a change from the group and its members as they are. Throws where the change is not possible. */
type DecideChange = (group: CrossPostGroup, members: Distribution[]) => GroupChange | Promise<GroupChange>;

/**
 * One transaction for the group and all members that change. Where one of them moves meanwhile, the change is decided
 * again from what it has become.
 */
export async function writeCrossPost(
  request: RequestContext,
  id: string,
  decide: DecideChange,
): Promise<CrossPostView> {
  return retryOnGuard({ guards: races, tries: 5 }, () =>
    retryOnSlotConflict(() => withGuardErrors(() => write(request, id, decide))),
  );
}

async function write(request: RequestContext, id: string, decide: DecideChange): Promise<CrossPostView> {
  const { tenantId, actor, idempotency } = request;
  const group = await findCrossPost(tenantId, id);
  const members = await readDistributions(tenantId, group.memberIds);
  const { event, isPaused, changes: decided } = await decide(group, members);
  if (decided.length === 0 && group.isPaused === isPaused) throw nothingToChange(group.id);
  const changes = decided.map((change) => ({ ...change, after: withoutPrepared(change.before, change.after) }));
  const after = counted({ ...group, isPaused }, changes);
  const moved = changes.filter((change) => change.before.scheduledFor !== change.after.scheduledFor);
  const actions = [
    ...(await Promise.all(changes.map(memberActions))).flat(),
    replaceCrossPost(group, after),
    ...recordIdempotency(tenantId, idempotency, { status: 200, resourceId: id }),
    recordEvent(actor, event, {
      tenantId,
      entityId: id,
      data: {
        members: changes.map(({ before }) => before.id),
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
    remedy: 'See its members: those that have gone out, have ended or are being published stay as they are.',
  });
}

/** Each member that is being prepared, or waits for a limit, needs further writes. */
function tooManyAtOnce({ id }: CrossPostGroup): HeraldError {
  const message = `Too many members of the cross-post ${id} are being prepared: the change does not fit into one transaction.`;
  const remedy = `Pause it first (POST /api/v1/cross-posts/${id}/pause), then repeat this; where that is not enough, change its members one by one.`;
  return new HeraldError('illegal_move', message, { remedy });
}
