import { approvalFor, approvalWarnings } from '../domain/approval.ts';
import type { PlannedWhy } from '../domain/calendar/planned-why.ts';
import type { ContentProblem } from '../domain/content.ts';
import type { Distribution } from '../domain/distribution.ts';
import { windowProblems } from '../domain/lead-window.ts';
import { nextState, sameStatus } from '../domain/next-state.ts';
import type { Platform } from '../domain/platform.ts';
import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import { holdContentHash } from '../store/content-hash-items.ts';
import type { AskedPlan } from './asked-plan.ts';
import type { Warning } from './plan-time.ts';
import { askerOf, type RequestContext } from './request-context.ts';
import { settleTime } from './settle-time.ts';
import { assertValid } from './validate-content.ts';
import { wakeTime } from './wake-time.ts';
import type { MemberChange } from './write-cross-post.ts';

export type MovedMember = MemberChange & { warnings: Warning[]; planned: PlannedWhy | null };

/**
 * One member of a group at a new time, as an edit of its own would have it: the platform's window and calendar are asked,
 * what waits for an approval keeps waiting, and where the new time needs one, it waits for it.
 *
 * @throws HeraldError `content_invalid`, `slot_taken`, `time_conflict`
 */
export async function moveMemberTo(
  request: RequestContext,
  before: Distribution,
  platform: Platform,
  asked: Omit<AskedPlan, 'platform' | 'post'>,
): Promise<MovedMember> {
  const adapter = adapterFor(platform.kind as PlatformKind);
  const problems: ContentProblem[] = [];
  const time = await settleTime({ ...asked, platform, post: before }, problems);
  const { scheduledFor } = time;
  if (scheduledFor !== before.scheduledFor) problems.push(...windowProblems(platform, scheduledFor, Date.now()));
  assertValid(adapter, problems);

  const after = stateAt(request, before, platform, {
    version: before.version + 1,
    scheduledFor,
    timezone: time.timezone,
    localTime: time.localTime,
    slotKey: time.slotKey,
    textHeldAt: scheduledFor,
  });
  const warnings = [...time.warnings, ...approvalWarnings(platform, after)];
  const further = [...time.actions, ...holdContentHash(after, scheduledFor!)];
  return { before, after, further, warnings, planned: time.planned };
}

type NewTime = Pick<Distribution, 'version' | 'scheduledFor' | 'timezone' | 'localTime' | 'slotKey' | 'textHeldAt'>;

function stateAt(request: RequestContext, before: Distribution, platform: Platform, time: NewTime): Distribution {
  if (before.status === 'publish_requested') return sameStatus(before, time);
  const asker = askerOf(request);
  const approval = approvalFor(platform, asker, before.requestedBy);
  const isOther = before.status === 'draft' || time.scheduledFor !== before.scheduledFor;
  const fresh = { leaseUntil: undefined, held: undefined, retryCount: 0, waitCount: 0, error: undefined };
  if (isOther && approval === 'needed') {
    const asks = { requestedBy: asker.principal, approvedBy: undefined, rejection: undefined };
    return nextState(before, 'request', { ...time, ...fresh, ...asks, dueAt: undefined, wakeAt: undefined });
  }
  const adapter = adapterFor(platform.kind as PlatformKind);
  return nextState(before, 'schedule', {
    ...time,
    ...fresh,
    ...(isOther && { approvedBy: approval === 'given' ? asker.principal : undefined, rejection: undefined }),
    dueAt: time.scheduledFor,
    wakeAt: wakeTime(adapter, Date.parse(time.scheduledFor!)),
  });
}
