import { retryOnSlotConflict } from '../../calendar/slots/claim-slot.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { type ScheduledNow, scheduleNow } from './schedule-now.ts';

/**
 * Tries a failed or missed distribution again at once, with fresh tries: only what surely is not on the platform is in
 * one of these states. Of a thread that was cut, the parts that are published are not sent again. Needs an approval as
 * publishing does.
 *
 * @throws HeraldError `not_found`, `illegal_move`, `duplicate_content`, `conflict`
 */
export async function retryDistribution(request: RequestContext, id: string): Promise<ScheduledNow> {
  return retryOnSlotConflict(() => scheduleNow(request, id, 'retry', 'be retried'));
}
