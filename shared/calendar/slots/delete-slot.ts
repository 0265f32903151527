import { recordEvent } from '../../kernel/events/event-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { transact } from '../../kernel/table/transact.ts';
import { slotEvents } from '../events.ts';
import { retryOnSlotConflict } from './claim-slot.ts';
import { findSlot, slotOf } from './find-slot.ts';
import { slotKey } from './slot.ts';
import { slotInUse } from './slot-checks.ts';
import type { SlotAddress, SlotPost } from './slot-input.ts';
import { removeSlot, requireNoSlotStored } from './slot-items.ts';
import { suppressOccurrence } from './suppress-occurrence.ts';

/**
 * Deletes one slot; of a recurring slot, only this occurrence.
 *
 * @throws HeraldError `not_found`; `slot_in_use` where the slot holds a post and `post` is not `keep`
 */
export async function deleteSlot(
  { tenantId, actor }: RequestContext,
  where: SlotAddress,
  post: SlotPost | undefined,
): Promise<void> {
  return retryOnSlotConflict(async () => {
    const found = await findSlot(tenantId, where.platformId, where.key);
    const slot = slotOf(tenantId, found);
    const { id, platformId, instant, rule, distributionId } = slot;
    if (distributionId !== undefined && post !== 'keep') throw slotInUse(slot, 'deleted');
    const data = { platformId, instant, rule, key: slotKey(instant), keptPost: distributionId };
    await transact([
      found.stored ? removeSlot(found.stored) : requireNoSlotStored(slot),
      ...(await suppressOccurrence(slot)),
      recordEvent(actor, slotEvents.SLOT_DELETED, { tenantId, entityId: id, data }),
    ]);
  });
}
