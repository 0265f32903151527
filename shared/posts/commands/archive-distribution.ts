import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { type DistributionView, viewDistribution } from '../model/distribution-view.ts';
import { postEvents } from '../model/events.ts';
import { findDistribution } from '../model/find-distribution.ts';
import { postEvent } from '../model/post-event.ts';
import { readContent } from '../model/text-items.ts';
import { nextState } from '../model/transitions.ts';
import { changeDistribution } from '../planning/change-distribution.ts';

/**
 * Puts what has ended out of sight; its record stays.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `conflict`
 */
export async function archiveDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  return retryOnSlotConflict(async () => {
    const before = await findDistribution(request.tenantId, id);
    const archived = nextState(before, 'archive', {}, 'be archived');
    const content = await readContent(before);
    const after = await changeDistribution({
      request,
      before,
      after: archived,
      content,
      event: (change) => postEvent(request.actor, archived, postEvents.DISTRIBUTION_ARCHIVED, change),
    });
    return viewDistribution(after, content);
  });
}
