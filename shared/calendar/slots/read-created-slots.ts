import { storedSlot } from '../rules/expand-slots.ts';
import type { CreatedSlots } from './slot-input.ts';
import { readSlot, readSlotRule } from './slot-items.ts';
import { noticesOf, viewRule } from './view-slot-rule.ts';

/** What is left of the slots of an earlier request, by the addresses that its record keeps. */
export async function readCreatedSlots(tenantId: string, addresses: string): Promise<CreatedSlots> {
  const found: CreatedSlots = { slots: [], rules: [], notices: [] };
  for (const address of addresses.split(' ')) {
    const [platformId, place] = address.split('/') as [string, string];
    if (place.startsWith('RULE#')) {
      const rule = await readSlotRule(tenantId, platformId, place.slice(5));
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
