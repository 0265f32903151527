import { type Slot, type SlotRule, slotKey } from './slot.ts';
import type { CreatedSlots } from './slot-input.ts';
import { readSlot, readSlotRule } from './slot-items.ts';
import { storedSlot } from './stored-slots.ts';
import { noticesOf, viewRule } from './view-slot-rule.ts';

const RULE = 'rule:';

/** What the idempotency record keeps of a request that created slots: the address of each. */
export function addressesOf({ slots, rules }: { slots: Slot[]; rules: SlotRule[] }): string {
  return [
    ...slots.map(({ platformId, instant }) => `${platformId}/${slotKey(instant)}`),
    ...rules.map(({ platformId, id }) => `${platformId}/${RULE}${id}`),
  ].join(' ');
}

/** The slots of an earlier request as they are now. Those that were moved or deleted since then are missing. */
export async function readCreatedSlots(tenantId: string, addresses: string): Promise<CreatedSlots> {
  const found: CreatedSlots = { slots: [], rules: [], notices: [] };
  for (const address of addresses.split(' ')) {
    const [platformId, place] = address.split('/') as [string, string];
    if (place.startsWith(RULE)) {
      const rule = await readSlotRule(tenantId, platformId, place.slice(RULE.length));
      if (rule === undefined) continue;
      found.rules.push(viewRule(rule));
      found.notices.push(...noticesOf(rule));
    } else {
      const slot = await readSlot(tenantId, platformId, place);
      if (slot !== undefined) found.slots.push(storedSlot(slot));
    }
  }
  return found;
}
