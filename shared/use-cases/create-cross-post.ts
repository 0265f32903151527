import { isoNow } from '../cloud/clock.ts';
import type { PlannedWhy } from '../domain/calendar/planned-why.ts';
import type { CrossPostGroup } from '../domain/cross-post-group.ts';
import type { CrossPostProblem, CrossPostView, NewCrossPost } from '../domain/cross-post-input.ts';
import { HeraldError } from '../domain/herald-error.ts';
import { derivedId, newId } from '../domain/ids.ts';
import { insertCrossPost } from '../store/cross-post-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { recordIdempotency } from '../store/idempotency-items.ts';
import { transact } from '../store/transact.ts';
import { viewCrossPost } from './cross-post-view.ts';
import { explainGuards } from './explain-guards.ts';
import { whileSlotsMove } from './hold-slot.ts';
import { planCrossPost } from './plan-cross-post.ts';
import { type PlannedDistribution, planDistribution } from './plan-distribution.ts';
import type { Warning } from './plan-time.ts';
import { creationOf } from './record-creation.ts';
import type { RequestContext } from './request-context.ts';

type Created = CrossPostView & {
  leftOut: CrossPostProblem[];
  warnings: (Warning & { platformId: string })[];
  /** Why each platform has its time, where it was not asked for. */
  planned: (PlannedWhy & { platformId: string })[];
};

/**
 * Sends one content to many platforms: one transaction makes the group and all its distributions, or nothing.
 *
 * @throws HeraldError `content_invalid` with each platform's problems, unless `allowPartial` leaves those platforms out;
 *   `duplicate_content`, `not_found`, `invalid_request`
 */
export async function createCrossPost(request: RequestContext, input: NewCrossPost): Promise<Created> {
  return whileSlotsMove(() => create(request, input));
}

async function create(request: RequestContext, input: NewCrossPost): Promise<Created> {
  const { tenantId, actor, idempotency } = request;
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const { members, problems: leftOut } = await planCrossPost(tenantId, input);
  const planned: { distribution: PlannedDistribution; warnings: Created['warnings'] }[] = [];
  for (const { platform, input: one, notes, notBefore } of members) {
    try {
      const memberId = derivedId(tenantId, id, platform.id);
      const distribution = await planDistribution({
        request,
        id: memberId,
        platform,
        input: one,
        crossPostGroupId: id,
        notBefore,
      });
      const warnings = [...notes, ...distribution.warnings].map((warning) => ({ platformId: platform.id, ...warning }));
      planned.push({ distribution, warnings });
    } catch (error) {
      if (!(error instanceof HeraldError) || error.problems.length === 0) throw error;
      leftOut.push({ platformId: platform.id, problems: error.problems });
    }
  }
  if (planned.length === 0 || (leftOut.length > 0 && !input.allowPartial)) throw refused(input, leftOut);

  const states = planned.map(({ distribution }) => distribution.state);
  const group = newGroup(
    tenantId,
    id,
    input,
    states.map((state) => state.id),
  );
  const actions = [
    ...planned.flatMap(({ distribution }) => distribution.actions),
    insertCrossPost(group),
    ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
    recordEvent(actor, {
      type: 'CROSS_POST_CREATED',
      tenantId,
      entityType: 'cross_post',
      entityId: id,
      data: {
        timingStrategy: group.timingStrategy,
        members: group.memberIds,
        // The creation of each: they have no events of their own for it, so that sixteen fit with a slot each.
        created: states.map((state) => ({ id: state.id, ...creationOf(state) })),
        leftOut: leftOut.map(({ platformId }) => platformId),
      },
    }),
  ];
  await explainGuards(() => transact(actions));
  const whys = planned.flatMap(({ distribution: { state, planned: why } }) =>
    why === null ? [] : [{ platformId: state.platformId, ...why }],
  );
  const warnings = planned.flatMap((one) => one.warnings);
  return { ...viewCrossPost(group, states), leftOut, warnings, planned: whys };
}

function newGroup(tenantId: string, id: string, input: NewCrossPost, memberIds: string[]): CrossPostGroup {
  const now = isoNow();
  return {
    id,
    tenantId,
    name: input.name,
    sourceContentId: input.contentId,
    timingStrategy: input.timingStrategy,
    staggerMinutes: input.staggerMinutes,
    memberIds,
    waiting: memberIds.length,
    published: 0,
    failed: 0,
    cancelled: 0,
    isPaused: false,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** Every problem of every platform, by its place in the request. */
function refused({ platforms }: NewCrossPost, leftOut: CrossPostProblem[]): HeraldError {
  const problems = leftOut.flatMap(({ platformId, problems: own }) => {
    const place = platforms.findIndex((member) => member.platformId === platformId);
    const at = `/platforms/${place}`;
    return own.map((problem) => ({
      ...problem,
      field: problem.field.startsWith(at) ? problem.field : at + problem.field,
    }));
  });
  const count = leftOut.length === 1 ? '1 platform cannot' : `${leftOut.length} platforms cannot`;
  return new HeraldError('content_invalid', `${count} take this content as it is.`, {
    remedy: 'Mend each of the problems, or say "allowPartial": true to leave those platforms out.',
    problems,
  });
}
