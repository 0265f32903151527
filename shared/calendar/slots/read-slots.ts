import { MINUTE_MS } from '../../kernel/time/durations.ts';
import { startOfMinute } from '../../kernel/time/local-time.ts';
import type { CalendarSlot } from './calendar-slot.ts';
import { readSlotRules, readSlots } from './slot-items.ts';
import { type ExpandedSlots, storedSlots } from './stored-slots.ts';

/** One platform's slots with `from <= instant < to` (milliseconds), those of rules made for this range. */
export async function readSlotsOf(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<ExpandedSlots> {
  const [rules, slots] = await Promise.all([
    readSlotRules(tenantId, platformId),
    readSlots(tenantId, platformId, from, to),
  ]);
  if (rules.length === 0) return storedSlots(slots, { from, to }).inOrder();
  // What follows rules is large, and many accounts have none.
  const { expandSlots } = await import('../rules/expand-slots.ts');
  return expandSlots({ rules, slots, from, to });
}

/** The slot of the minute that `at` lies in. */
export async function readSlotAt(tenantId: string, platformId: string, at: number): Promise<CalendarSlot | undefined> {
  const minute = startOfMinute(at);
  const { slots } = await readSlotsOf(tenantId, platformId, minute, minute + MINUTE_MS);
  return slots[0];
}
