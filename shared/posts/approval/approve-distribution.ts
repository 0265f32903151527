import type { Account } from '../../accounts/account.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { plannedTimeProblems } from '../../accounts/planned-time.ts';
import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import { PAST_TOLERANCE_MS, type Warning } from '../../calendar/times/parse-requested-time.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import { askerOf, type RequestContext } from '../../kernel/requests/request-context.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { adapterFor } from '../../platforms/registry.ts';
import { reserveText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import type { Approval } from '../model/distribution-input.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { postEvents } from '../model/events.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { pauseWarnings, withPauseGuard } from '../model/group-pause.ts';
import { postEvent } from '../model/post-event.ts';
import { readContent } from '../model/text-items.ts';
import { assertLegal, nextState } from '../model/transitions.ts';
import { changeDistribution } from '../planning/change-distribution.ts';
import { assertNoProblems } from '../planning/refuse-post.ts';
import { wakeTime } from '../planning/wake-time.ts';
import { resolveTime } from '../times/resolve-time.ts';
import type { ResolvedTime } from '../times/time-request.ts';
import { assertMayApprove } from './approval.ts';

/** `lateNow`: at once where its time has passed. */
type Decision = Approval & { lateNow?: boolean };

/**
 * Lets what waits for an approval go out: at the time it was asked for, at a time that the approver gives, or at once.
 * What was asked for without a time goes at once; what was asked for a time that has passed only where the approver
 * says so.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `missing_scope`, `own_request`, `time_passed`, `time_invalid`,
 *   `slot_taken` (the given time), `duplicate_content`, `conflict` (also where it is not at the given `version` any more)
 */
export async function approveDistribution(
  request: RequestContext,
  id: string,
  decision: Decision,
  status = 200,
): Promise<DistributionView & { warnings: Warning[] }> {
  return retryOnSlotConflict(() => approve(request, id, decision, status));
}

async function approve(request: RequestContext, id: string, decision: Decision, status: number) {
  const before = await findDistribution(request.tenantId, id);
  assertLegal(before, 'approve', 'be approved');
  const account = await findAccount(request.tenantId, before.platformId);
  assertMayApprove(account, askerOf(request), before);
  if (decision.version !== undefined && decision.version !== before.version) throw changedSince(before);
  const adapter = adapterFor(account.kind);
  const { warnings, actions, planned, ...time } = await timeOf(before, decision, account);
  const dueAt = time.scheduledFor;
  const plan = {
    ...time,
    dueAt,
    textHeldAt: dueAt,
    wakeAt: wakeTime(adapter, Date.parse(dueAt)),
    approvedBy: account.requiresApproval ? request.actor.actor : undefined,
  };
  const content = await readContent(before);
  const written = await withPauseGuard(before, async ({ held, guards }) => {
    const after = nextState(before, 'approve', { ...plan, held });
    return changeDistribution({
      request,
      before,
      after,
      content,
      event: (change) =>
        postEvent(request.actor, after, postEvents.DISTRIBUTION_APPROVED, {
          ...change,
          scheduledFor: dueAt,
          requestedBy: before.requestedBy,
          ...(held && { held }),
        }),
      status,
      extraWrites: [...reserveText(after, dueAt), ...actions, ...guards],
    });
  });
  return { ...viewDistribution(written, content), warnings: [...warnings, ...pauseWarnings(written)] };
}

type ApprovedTime = Omit<ResolvedTime, 'scheduledFor' | 'problems' | 'conflict'> & { scheduledFor: string };

/** The plan's time, by the approver's word before the requester's. */
async function timeOf(before: Distribution, decision: Decision, account: Account): Promise<ApprovedTime> {
  const { timezone } = before;
  const asIs = { timezone, warnings: [], actions: [], planned: null };
  const atOnce = { ...asIs, scheduledFor: isoNow(), localTime: undefined, slotKey: undefined };
  if (decision.now) return atOnce;
  if (decision.scheduledFor !== undefined) {
    const { scheduledFor } = decision;
    const { problems, conflict, ...time } = await resolveTime({
      account,
      post: before,
      scheduledFor,
      timezone: decision.timezone ?? timezone,
    });
    const ofAccount = plannedTimeProblems(account, time.scheduledFor, Date.now());
    assertNoProblems(adapterFor(account.kind).rules, { time: [...problems, ...ofAccount], conflict });
    return { ...time, scheduledFor: time.scheduledFor! };
  }
  if (before.scheduledFor === undefined) return atOnce;
  const hasPassed = Date.parse(before.scheduledFor) < Date.now() - PAST_TOLERANCE_MS;
  if (!hasPassed) return asAsked(before, account, before.scheduledFor);
  if (decision.lateNow) return atOnce;
  throw new HeraldError('time_passed', `Distribution ${before.id} was planned for ${before.scheduledFor}.`, {
    remedy: 'Approve it with {"now": true}, or with a new {"scheduledFor": "…"}.',
    extra: { scheduledFor: before.scheduledFor },
  });
}

/**
 * At the time that was asked for, whatever has come there meanwhile: the approver decides, and is told of it. A slot that
 * was lost is taken again where it is free.
 */
async function asAsked(before: Distribution, account: Account, scheduledFor: string) {
  const { id, timezone, localTime } = before;
  const ask = {
    account,
    post: { id, contentHash: undefined },
    scheduledFor,
    onConflict: 'override',
  } as const;
  const { slotKey, actions, warnings } = await resolveTime(ask);
  return { scheduledFor, timezone, localTime, slotKey, actions, warnings, planned: null };
}

function changedSince({ id, version }: Distribution): HeraldError {
  return new HeraldError('conflict', `Distribution ${id} is now at version ${version}.`, {
    remedy: 'Read it again, and approve what you have read.',
    extra: { currentVersion: version },
  });
}
