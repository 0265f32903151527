import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { postEvents } from '../model/events.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { postEvent } from '../model/post-event.ts';
import { readContent } from '../model/text-items.ts';
import { nextState } from '../model/transitions.ts';
import { changeDistribution } from '../planning/change-distribution.ts';

/**
 * Sends what waits for an approval back to be a draft, with the reason beside it; its time is taken away, and the event
 * remembers it. The requester may do that too: it takes nothing out into the world.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `conflict`
 */
export async function rejectDistribution(
  request: RequestContext,
  id: string,
  reason: string,
): Promise<DistributionView> {
  return retryOnSlotConflict(() => reject(request, id, reason));
}

async function reject(request: RequestContext, id: string, reason: string): Promise<DistributionView> {
  const before = await findDistribution(request.tenantId, id);
  const after = nextState(
    before,
    'reject',
    { rejection: { reason, by: request.actor.actor, at: isoNow() } },
    'be rejected',
  );
  const content = await readContent(before);
  const { scheduledFor, requestedBy } = before;
  const written = await changeDistribution({
    request,
    before,
    after,
    content,
    event: (change) =>
      postEvent(request.actor, after, postEvents.DISTRIBUTION_REJECTED, {
        ...change,
        reason,
        scheduledFor,
        requestedBy,
      }),
  });
  return viewDistribution(written, content);
}
