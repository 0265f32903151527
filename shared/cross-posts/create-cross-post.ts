import { retryOnSlotConflict } from '../calendar/slots/claim-slot.ts';
import type { Warning } from '../calendar/times/parse-requested-time.ts';
import type { TimeReason } from '../calendar/times/time-reason.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { findTextHolders } from '../posts/model/content-hash-items.ts';
import { sameTextProblem } from '../posts/model/same-text.ts';
import { type PlannedDistribution, planDistribution } from '../posts/planning/plan-distribution.ts';
import { creationOf } from '../posts/planning/record-creation.ts';
import { hasten } from '../posts/wake-ups/hasten.ts';
import { insertCrossPost } from './cross-post-items.ts';
import { crossPostEvents } from './events.ts';
import type { CrossPostGroup } from './model/cross-post-group.ts';
import type { CrossPostProblem, CrossPostView, NewCrossPost } from './model/cross-post-input.ts';
import { viewCrossPost } from './model/view-cross-post.ts';
import { planCrossPost } from './plan-cross-post.ts';
import { type LeftOut, leftOutBy, refuseCrossPost, viewLeftOut } from './refuse-cross-post.ts';

type Created = CrossPostView & {
  leftOut: CrossPostProblem[];
  warnings: (Warning & { platformId: string })[];
  /** Why each platform has its time, where it was not asked for. */
  planned: (TimeReason & { platformId: string })[];
};

/** What is to be made, and what not. */
interface Plan {
  planned: { distribution: PlannedDistribution; warnings: Created['warnings'] }[];
  leftOut: LeftOut[];
}

/**
 * Sends one content to many platforms: one transaction makes the group and all its distributions, or nothing.
 *
 * @throws HeraldError `invalid_request`, `content_invalid`, `time_invalid`, `slot_taken`, `time_conflict` or
 *   `duplicate_content` with each platform's problems, unless `allowPartial` leaves those platforms out; `not_found`
 */
export async function createCrossPost(request: RequestContext, input: NewCrossPost): Promise<Created> {
  return retryOnSlotConflict(() => create(request, input));
}

async function create(request: RequestContext, input: NewCrossPost): Promise<Created> {
  const { tenantId, idempotency } = request;
  const id = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const plan = await planMembers(request, id, input);
  try {
    return await write(request, id, input, plan);
  } catch (error) {
    // Looks for repeated texts only after this refusal: the transaction's guards give the certain answer.
    if (!(error instanceof HeraldError) || error.code !== 'duplicate_content') throw error;
    const rest = await withoutRepeated(plan);
    if (rest.planned.length === plan.planned.length) throw error;
    if (rest.planned.length === 0 || !input.allowPartial) throw refuseCrossPost(input, rest.leftOut, error.extra);
    return write(request, id, input, rest);
  }
}

/** @throws HeraldError where a platform is left out that may not be */
async function planMembers(request: RequestContext, id: string, input: NewCrossPost): Promise<Plan> {
  const { tenantId } = request;
  const { members, problems: unknown } = await planCrossPost(tenantId, input);
  const leftOut: LeftOut[] = unknown.map((one) => ({ ...one, code: 'invalid_request' }));
  const planned: Plan['planned'] = [];
  for (const { account, input: one, notes, notBefore } of members) {
    try {
      const memberId = derivedId(tenantId, id, account.id);
      const own = { request, id: memberId, account, input: one, crossPostGroupId: id, notBefore, notes };
      const distribution = await planDistribution(own);
      const warnings = [...notes, ...distribution.warnings].map((warning) => ({ platformId: account.id, ...warning }));
      planned.push({ distribution, warnings });
    } catch (error) {
      leftOut.push(leftOutBy(error, account.id));
    }
  }
  const plan = { planned, leftOut };
  if (planned.length > 0 && (leftOut.length === 0 || input.allowPartial)) return plan;
  // The caller hears of every platform at once, also of those that only repeat a text.
  throw refuseCrossPost(input, (await withoutRepeated(plan)).leftOut);
}

/** Without the platforms that have the same text already. */
async function withoutRepeated({ planned, leftOut }: Plan): Promise<Plan> {
  const states = planned.flatMap(({ distribution: { state } }) =>
    state.contentHash === undefined || state.scheduledFor === undefined
      ? []
      : [{ ...state, heldAt: state.scheduledFor }],
  );
  const holders = await findTextHolders(states);
  const repeated = states.flatMap(({ platformId }, place): LeftOut[] => {
    const existingId = holders[place];
    return existingId === undefined
      ? []
      : [{ platformId, code: 'duplicate_content', problems: [sameTextProblem(existingId)] }];
  });
  const gone = new Set(repeated.map(({ platformId }) => platformId));
  return {
    planned: planned.filter(({ distribution }) => !gone.has(distribution.state.platformId)),
    leftOut: [...leftOut, ...repeated],
  };
}

async function write(
  { tenantId, actor, idempotency }: RequestContext,
  id: string,
  input: NewCrossPost,
  { planned, leftOut }: Plan,
): Promise<Created> {
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
    recordEvent(actor, crossPostEvents.CROSS_POST_CREATED, {
      tenantId,
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
  await withGuardErrors(() => transact(actions));
  await Promise.all(states.map(hasten));
  const whys = planned.flatMap(({ distribution: { state, planned: why } }) =>
    why === null ? [] : [{ platformId: state.platformId, ...why }],
  );
  const warnings = planned.flatMap((one) => one.warnings);
  return { ...viewCrossPost(group, states), leftOut: leftOut.map(viewLeftOut), warnings, planned: whys };
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
