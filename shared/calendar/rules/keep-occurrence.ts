import { derivedId } from '../../kernel/ids.ts';
import type { CalendarSlot } from '../slots/calendar-slot.ts';
import type { Slot } from '../slots/slot.ts';

/** An occurrence of a rule as a stored slot of the same moment; `now` as ISO 8601. */
export function keepOccurrence(tenantId: string, slot: CalendarSlot, now: string): Slot {
  const { platformId, date, time, timezone, instant, slotType, locked, rule } = slot;
  if (rule === undefined) throw new Error(`The slot ${slot.key} comes from no rule.`);
  const id = derivedId(tenantId, rule.id, rule.occurrence);
  const place = { date, time, timezone, instant };
  const stamps = { revision: 1, createdAt: now, updatedAt: now };
  return { id, tenantId, platformId, ...place, slotType, locked, rule, state: 'open', ...stamps };
}
