import { deleteSlot } from '../calendar/slots/delete-slot.ts';
import { findSlot } from '../calendar/slots/find-slot.ts';
import type { SlotAddress, SlotPost } from '../calendar/slots/slot-input.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { cancelDistribution } from '../posts/commands/cancel-distribution.ts';

/**
 * Deletes one slot, of a recurring one only this occurrence; with `cancel`, cancels the post in it first. Cancelling frees
 * the slot, which may be an occurrence of its rule again.
 *
 * @throws HeraldError `not_found`; `slot_in_use` where the slot holds a post and `post` does not say what becomes of it
 */
export async function deleteSlotWithPost(
  request: RequestContext,
  where: SlotAddress,
  post: SlotPost | undefined,
): Promise<void> {
  if (post !== 'cancel') return deleteSlot(request, where, post);
  const { shown } = await findSlot(request.tenantId, where.platformId, where.key);
  if (shown.distributionId !== undefined) {
    await cancelDistribution({ ...request, idempotency: undefined }, shown.distributionId);
  }
  return deleteSlot(request, where, undefined);
}
