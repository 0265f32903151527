import { removeSlot } from '../calendar/slots/change-slot.ts';
import { findSlot } from '../calendar/slots/find-slot.ts';
import type { SlotPost } from '../calendar/slots/slot-input.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { cancelDistribution } from '../posts/commands/cancel-distribution.ts';

/**
 * Deletes one slot, of a recurring one only this occurrence, and with `cancel` the post in it too. The calendar knows no
 * posts, so the post is cancelled first: that frees the slot, which may be an occurrence of its rule again.
 *
 * @throws HeraldError `not_found`; `slot_in_use` where a post is in it and `post` does not say what becomes of that
 */
export async function deleteSlotWithPost(
  request: RequestContext,
  where: { platformId: string; key: string },
  post: SlotPost | undefined,
): Promise<void> {
  if (post !== 'cancel') return removeSlot(request, where, post);
  const { shown } = await findSlot(request.tenantId, where.platformId, where.key);
  if (shown.distributionId !== undefined) {
    await cancelDistribution({ ...request, idempotency: undefined }, shown.distributionId);
  }
  return removeSlot(request, where, undefined);
}
