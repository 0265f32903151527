import type { Account } from '../accounts/account.ts';
import { plannedTimeProblems } from '../accounts/planned-time.ts';
import type { Warning } from '../calendar/times/parse-requested-time.ts';
import type { TimeReason } from '../calendar/times/time-reason.ts';
import { askerOf, type RequestContext } from '../kernel/requests/request-context.ts';
import { adapterFor } from '../platforms/registry.ts';
import { approvalFor, approvalWarnings } from '../posts/approval/approval.ts';
import { reserveText } from '../posts/model/content-hash-items.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { nextState, sameStatus } from '../posts/model/transitions.ts';
import { assertNoProblems } from '../posts/planning/refuse-post.ts';
import { requirePublishIfNear } from '../posts/planning/require-publish.ts';
import { wakeTime } from '../posts/planning/wake-time.ts';
import { resolveTime } from '../posts/times/resolve-time.ts';
import type { TimeRequest } from '../posts/times/time-request.ts';
import type { MemberChange } from './write-cross-post.ts';

export type MovedMember = MemberChange & { warnings: Warning[]; planned: TimeReason | null };

/**
 * One member of a group at a new time, as if it were edited by itself: the platform's window and calendar apply,
 * what waits for an approval keeps waiting, and where the new time needs one, it waits for it.
 *
 * @throws HeraldError `time_invalid`, `slot_taken`, `time_conflict`; `missing_scope` for a time that is near
 */
export async function moveMemberTo(
  request: RequestContext,
  before: Distribution,
  account: Account,
  asked: Omit<TimeRequest, 'account' | 'post'>,
): Promise<MovedMember> {
  const adapter = adapterFor(account.kind);
  const time = await resolveTime({ ...asked, account, post: before });
  const { scheduledFor, problems, conflict } = time;
  const isNewTime = scheduledFor !== before.scheduledFor;
  const ofAccount = isNewTime ? plannedTimeProblems(account, scheduledFor, Date.now()) : [];
  assertNoProblems(adapter.rules, { time: [...problems, ...ofAccount], conflict });
  if (scheduledFor === undefined) throw new Error(`No time was found for distribution ${before.id}, and no problem.`);

  const after = stateAt(request, before, account, {
    scheduledFor,
    timezone: time.timezone,
    localTime: time.localTime,
    slotKey: time.slotKey,
    textHeldAt: scheduledFor,
  });
  const warnings = [...time.warnings, ...approvalWarnings(account, after)];
  const extraWrites = [...time.actions, ...reserveText(after, scheduledFor)];
  return { before, after, extraWrites, warnings, planned: time.planned };
}

type NewTime = Pick<Distribution, 'scheduledFor' | 'timezone' | 'localTime' | 'slotKey' | 'textHeldAt'>;

function stateAt(
  request: RequestContext,
  before: Distribution,
  account: Account,
  time: NewTime & { scheduledFor: string },
): Distribution {
  if (before.status === 'publish_requested') return sameStatus(before, { ...time, version: before.version + 1 });
  const asker = askerOf(request);
  const approval = approvalFor(account, asker, before.requestedBy);
  const isOther = before.status === 'draft' || time.scheduledFor !== before.scheduledFor;
  if (isOther && approval === 'needed') {
    return nextState(before, 'request', { ...time, requestedBy: asker.principal });
  }
  if (isOther) requirePublishIfNear(request, time.scheduledFor);
  return nextState(before, 'schedule', {
    ...time,
    ...(isOther && { approvedBy: approval === 'given' ? asker.principal : undefined }),
    dueAt: time.scheduledFor,
    wakeAt: wakeTime(adapterFor(account.kind), Date.parse(time.scheduledFor)),
  });
}
