import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { changeDistribution } from '../planning/change-distribution.ts';
import { cancelPost } from './cancel-post.ts';

/**
 * Takes a distribution off the schedule for good, up to the moment of the visible call.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `conflict`
 */
export async function cancelDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  return retryOnSlotConflict(async () => {
    const cancelled = await cancelPost(await findDistribution(request.tenantId, id), request.actor);
    const after = await changeDistribution({ request, ...cancelled });
    return viewDistribution(after, cancelled.content);
  });
}
