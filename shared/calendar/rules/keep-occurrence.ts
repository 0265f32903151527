import { derivedId } from '../../kernel/ids.ts';
import type { CalendarSlot } from '../slots/calendar-slot.ts';
import { type Slot, type SlotRule, slotKey } from '../slots/slot.ts';
import { findOccurrence } from './rule-occurrence.ts';

/** An occurrence of a rule as a stored slot of the same moment; `now` as ISO 8601. */
export function keepOccurrence(tenantId: string, slot: CalendarSlot, now: string): Slot {
  const { platformId, date, time, timezone, instant, slotType, locked, rule } = slot;
  if (rule === undefined) throw new Error(`The slot ${slot.key} comes from no rule.`);
  const id = derivedId(tenantId, rule.id, rule.occurrence);
  const place = { date, time, timezone, instant };
  const stamps = { revision: 1, createdAt: now, updatedAt: now };
  return { id, tenantId, platformId, ...place, slotType, locked, rule, state: 'open', ...stamps };
}

/** Whether a stored occurrence says nothing that its rule does not say: then it need not be stored. */
export function isAsRuled(slot: Slot, rule: SlotRule): boolean {
  if (slot.rule?.id !== rule.id || slot.distributionId !== undefined) return false;
  const ruled = findOccurrence(rule, slot.rule.occurrence)?.slot;
  if (ruled === undefined) return false;
  return ruled.key === slotKey(slot.instant) && ruled.slotType === slot.slotType && ruled.locked === slot.locked;
}

/**
 * Whether a stored occurrence was stored for its post alone and its rule has other times by now: still in the place that
 * the rule gave it, and not locked by anybody. It goes when its post goes.
 */
export function isLeftBehind({ rule: of, date, time, slotType, locked }: Slot, rule: SlotRule): boolean {
  const isUntouched = of?.occurrence === `${date}T${time}` && slotType === rule.slotType && locked === rule.locked;
  return isUntouched && findOccurrence(rule, of.occurrence) === undefined;
}
