import { isoNow } from '../cloud/clock.ts';
import { type CrossPostGroup, type Phase, phaseOf } from '../domain/cross-post-group.ts';
import type { CrossPostView } from '../domain/cross-post-input.ts';
import type { Distribution } from '../domain/distribution.ts';
import type { EventType } from '../domain/event.ts';
import { HeraldError } from '../domain/herald-error.ts';
import { releaseContentHash } from '../store/content-hash-items.ts';
import { replaceCrossPost } from '../store/cross-post-items.ts';
import { moveMember, readDistributions } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { giveBackPlace } from '../store/ledger-items.ts';
import { writeText } from '../store/text-items.ts';
import { GuardFailed, type LabelledAction, MOST_ACTIONS, transact } from '../store/transact.ts';
import { leavesItsText, withoutPrepared } from './change-distribution.ts';
import { findCrossPost, viewCrossPost } from './cross-post-view.ts';
import { explainGuards } from './explain-guards.ts';
import { readContent } from './find-distribution.ts';
import { freeSlot, whileSlotsMove } from './hold-slot.ts';
import type { RequestContext } from './request-context.ts';

const TRIES = 5;

/** One member as it becomes; `further` are writes of its own, such as a slot that it takes. */
export interface MemberChange {
  before: Distribution;
  after: Distribution;
  further?: LabelledAction[];
}

export interface GroupChange {
  type: EventType;
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
      return await whileSlotsMove(() => explainGuards(() => write(request, id, how)));
    } catch (error) {
      const isRace = error instanceof HeraldError && error.code === 'conflict';
      const isCount = error instanceof GuardFailed && error.label === 'group';
      if (attempt === TRIES || !(isRace || isCount)) throw error;
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
    recordEvent(actor, {
      type: how.type,
      tenantId,
      entityType: 'cross_post',
      entityId: id,
      data: {
        members: fitting.map((member) => member.id),
        ...(moved.length > 0 && { moved: moved.map(({ before, after: now }) => move(before, now)) }),
      },
    }),
  ];
  if (actions.length > MOST_ACTIONS) throw tooManyAtOnce(group);
  await transact(actions);
  await Promise.all(changes.map(async (one) => leavesItsText(one.before, one.after) && releaseContentHash(one.before)));
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

async function memberActions({ before, after, further = [] }: MemberChange): Promise<LabelledAction[]> {
  const isNewText = after.textVersion !== before.textVersion;
  return [
    moveMember(before, after),
    ...(isNewText ? [await writeText(after.tenantId, after.id, after.textVersion, await readContent(before))] : []),
    ...giveBackPlace(before, before.ledgerAt),
    ...(before.slotKey === after.slotKey ? [] : await freeSlot(before)),
    ...further,
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
