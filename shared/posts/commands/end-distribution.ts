import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { EventDefinition } from '../../kernel/events/define-events.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import type { Distribution } from '../model/distribution.ts';
import { Move } from '../model/transitions.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { postEvents } from '../model/events.ts';
import { findDistribution, readContent } from '../model/find-distribution.ts';
import { nextState } from '../model/transitions.ts';
import { changeDistribution } from '../planning/change-distribution.ts';

const noPlan = {
  dueAt: undefined,
  wakeAt: undefined,
  leaseUntil: undefined,
  lookAt: undefined,
  lookCount: undefined,
  held: undefined,
};

/** Takes a distribution off the schedule for good, up to the moment of the visible call. */
export async function cancelDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  return end(request, id, { move: 'cancel', action: 'be cancelled', type: postEvents.DISTRIBUTION_CANCELLED });
}

/** Puts what has ended out of sight; its record stays. */
export async function archiveDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  return end(request, id, { move: 'archive', action: 'be archived', type: postEvents.DISTRIBUTION_ARCHIVED });
}

async function end(
  request: RequestContext,
  id: string,
  { move, action, type }: { move: Move; action: string; type: EventDefinition },
): Promise<DistributionView> {
  return retryOnSlotConflict(async () => {
    const before: Distribution = await findDistribution(request.tenantId, id);
    const slotKey = before.status === 'published' ? before.slotKey : undefined;
    const ended = nextState(before, move, { ...noPlan, slotKey, version: before.version + 1 }, action);
    const content = await readContent(before);
    const after = await changeDistribution({ request, before, after: ended, content, event: { type } });
    return viewDistribution(after, content);
  });
}
