import { readAccount } from '../../accounts/account-items.ts';
import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import { askerOf, type RequestContext } from '../../kernel/requests/request-context.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { approvalFor, approvalWarnings } from '../approval/approval.ts';
import { approveDistribution } from '../approval/approve-distribution.ts';
import { reserveText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { assertLegal, type Move } from '../model/distribution-moves.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { postEvents } from '../model/events.ts';
import { findDistribution, readContent } from '../model/find-distribution.ts';
import { type GroupPause, pauseWarnings, withPauseGuard } from '../model/group-pause.ts';
import { nextState } from '../model/next-state.ts';
import { changeDistribution, mustStand } from '../planning/change-distribution.ts';

type Answer = DistributionView & { warnings: Warning[] };

/**
 * Schedules for this very moment; the queue does the rest. Also takes a draft. Where the platform needs an approval it
 * asks for one instead, and of what waits for one it is the approval.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `duplicate_content`, `conflict`; of what waits for an approval also
 *   `missing_scope`, `own_request`
 */
export async function publishDistribution(request: RequestContext, id: string): Promise<Answer> {
  return retryOnSlotConflict(() => scheduleNow(request, id, 'schedule', 'be published now'));
}

/**
 * Tries a failed or missed distribution again at once, with fresh tries: only what surely does not stand on the platform
 * is in one of these states. Of a thread that was cut, the parts that stand are not sent again. Needs an approval as
 * publishing does.
 */
export async function retryDistribution(request: RequestContext, id: string): Promise<Answer> {
  return retryOnSlotConflict(() => scheduleNow(request, id, 'retry', 'be retried'));
}

async function scheduleNow(request: RequestContext, id: string, move: Move, action: string): Promise<Answer> {
  const before = await findDistribution(request.tenantId, id);
  assertLegal(before, move, action);
  // One that is gone is the guard's to tell.
  const platform = (await readAccount(request.tenantId, before.platformId)) ?? {};
  const asker = askerOf(request);
  const approval = approvalFor(platform, asker, before.requestedBy);
  if (approval !== 'free' && before.status === 'publish_requested') {
    return approveDistribution(request, id, { now: true }, 202);
  }
  const isRequest = approval === 'needed';
  const now = isoNow();
  const keepsTime = before.scheduledFor !== undefined && move === 'retry' && !isRequest;
  // A request without a time is one for the moment of its approval.
  const time = isRequest ? undefined : now;
  const plan = {
    version: before.version + 1,
    scheduledFor: keepsTime ? before.scheduledFor : time,
    localTime: keepsTime ? before.localTime : undefined,
    slotKey: keepsTime ? before.slotKey : undefined,
    dueAt: time,
    textHeldAt: time,
    wakeAt: time,
    requestedBy: isRequest ? asker.principal : before.requestedBy,
    approvedBy: approval === 'given' ? asker.principal : undefined,
    rejection: undefined,
    retryCount: 0,
    waitCount: 0,
    leaseUntil: undefined,
    error: undefined,
  };
  const content = await readContent(before);
  const write = ({ held, guards }: GroupPause) => {
    const after: Distribution = nextState(before, isRequest ? 'request' : move, { ...plan, held }, action);
    return changeDistribution({
      request,
      before,
      after,
      content,
      event: {
        type: postEvents.DISTRIBUTION_PUBLISH_REQUESTED,
        data: { retry: move === 'retry', ...(held && { held }) },
      },
      status: 202,
      extraWrites: [mustStand(after), ...(isRequest ? [] : reserveText(after, now)), ...guards],
    });
  };
  // Publishing one member by itself is a decision against the pause; trying it again is none.
  const endsPause = isRequest || move !== 'retry';
  const written = await (endsPause ? write({ held: undefined, guards: [] }) : withPauseGuard(before, write));
  const warnings = [...approvalWarnings(platform, written), ...pauseWarnings(written)];
  return { ...viewDistribution(written, content), warnings };
}
