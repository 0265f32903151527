import { readAccount } from '../../accounts/account-items.ts';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import { askerOf, type RequestContext } from '../../kernel/requests/request-context.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { approvalFor, approvalWarnings } from '../approval/approval.ts';
import { approveDistribution } from '../approval/approve-distribution.ts';
import { reserveText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { postEvents } from '../model/events.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { type GroupPause, pauseWarnings, withPauseGuard } from '../model/group-pause.ts';
import { postEvent } from '../model/post-event.ts';
import { readContent } from '../model/text-items.ts';
import { assertLegal, nextState } from '../model/transitions.ts';
import { changeDistribution } from '../planning/change-distribution.ts';

export type ScheduledNow = DistributionView & { warnings: Warning[] };

/**
 * Plans a post for this very moment, or asks for the approval that it needs.
 *
 * @param move `retry` keeps the time that the user asked for; `schedule` makes a new plan
 * @param action for the refusal: "Distribution … cannot {action}"
 */
export async function scheduleNow(
  request: RequestContext,
  id: string,
  move: 'schedule' | 'retry',
  action: string,
): Promise<ScheduledNow> {
  const before = await findDistribution(request.tenantId, id);
  assertLegal(before, move, action);
  const platform = await readAccount(request.tenantId, before.platformId);
  if (platform === undefined) throw platformGone(id);
  const asker = askerOf(request);
  const approval = approvalFor(platform, asker, before.requestedBy);
  if (approval !== 'free' && before.status === 'publish_requested') {
    return approveDistribution(request, id, { now: true }, 202);
  }
  const content = await readContent(before);
  const isRequest = approval === 'needed';
  const now = isoNow();
  const write = ({ held, guards }: GroupPause) => {
    const after = isRequest
      ? asRequest(before, asker.principal, action)
      : atOnce(before, { move, now, held, action, approvedBy: approval === 'given' ? asker.principal : undefined });
    return changeDistribution({
      request,
      before,
      after,
      content,
      event: (change) =>
        postEvent(request.actor, after, postEvents.DISTRIBUTION_PUBLISH_REQUESTED, {
          ...change,
          retry: move === 'retry',
          ...(held && { held }),
        }),
      status: 202,
      extraWrites: [...(isRequest ? [] : reserveText(after, now)), ...guards],
    });
  };
  // Publishing one member by itself is a decision against the pause; trying it again is none.
  const endsPause = isRequest || move !== 'retry';
  const written = await (endsPause ? write({ held: undefined, guards: [] }) : withPauseGuard(before, write));
  const warnings = [...approvalWarnings(platform, written), ...pauseWarnings(written)];
  return { ...viewDistribution(written, content), warnings };
}

function platformGone(id: string): HeraldError {
  return new HeraldError('conflict', `The platform of distribution ${id} was deleted.`, {
    remedy: 'Connect the platform again, and create the distribution for it.',
  });
}

const noTime = { scheduledFor: undefined, localTime: undefined, slotKey: undefined };

/** A request without a time is one for the moment of its approval. */
function asRequest(before: Distribution, requestedBy: string, action: string): Distribution {
  return nextState(before, 'request', { ...noTime, textHeldAt: undefined, requestedBy }, action);
}

function atOnce(
  before: Distribution,
  how: {
    move: 'schedule' | 'retry';
    now: string;
    held: Distribution['held'];
    approvedBy: string | undefined;
    action: string;
  },
): Distribution {
  const { move, now, held, approvedBy, action } = how;
  const keepsTime = move === 'retry' && before.scheduledFor !== undefined;
  const time = keepsTime ? {} : { ...noTime, scheduledFor: now };
  return nextState(before, move, { ...time, dueAt: now, wakeAt: now, textHeldAt: now, held, approvedBy }, action);
}
