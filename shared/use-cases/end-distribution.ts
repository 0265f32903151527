import type { Distribution } from '../domain/distribution.ts';
import type { Move } from '../domain/distribution-moves.ts';
import { type DistributionView, viewDistribution } from '../domain/distribution-view.ts';
import type { EventType } from '../domain/event.ts';
import { nextState } from '../domain/next-state.ts';
import { changeDistribution } from './change-distribution.ts';
import { findDistribution, readContent } from './find-distribution.ts';
import { whileSlotsMove } from './hold-slot.ts';
import type { RequestContext } from './request-context.ts';

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
  return end(request, id, { move: 'cancel', action: 'be cancelled', type: 'DISTRIBUTION_CANCELLED' });
}

/** Puts what has ended out of sight; its record stays. */
export async function archiveDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  return end(request, id, { move: 'archive', action: 'be archived', type: 'DISTRIBUTION_ARCHIVED' });
}

async function end(
  request: RequestContext,
  id: string,
  { move, action, type }: { move: Move; action: string; type: EventType },
): Promise<DistributionView> {
  return whileSlotsMove(async () => {
    const before: Distribution = await findDistribution(request.tenantId, id);
    const slotKey = before.status === 'published' ? before.slotKey : undefined;
    const ended = nextState(before, move, { ...noPlan, slotKey, version: before.version + 1 }, action);
    const content = await readContent(before);
    const after = await changeDistribution({ request, before, after: ended, content, event: { type } });
    return viewDistribution(after, content);
  });
}
