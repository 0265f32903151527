import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { type ScheduledNow, scheduleNow } from './schedule-now.ts';

/**
 * Schedules for this very moment; the queue does the rest. Also takes a draft. Where the platform needs an approval it
 * asks for one instead, and of what waits for one it is the approval.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `duplicate_content`, `conflict`; of what waits for an approval also
 *   `missing_scope`, `own_request`
 */
export async function publishDistribution(request: RequestContext, id: string): Promise<ScheduledNow> {
  return retryOnSlotConflict(() => scheduleNow(request, id, 'schedule', 'be published now'));
}
