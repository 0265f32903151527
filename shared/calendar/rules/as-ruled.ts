import { type Slot, type SlotRule, slotKey } from '../slots/slot.ts';
import { findOccurrence } from './rule-occurrence.ts';

/** Whether a stored occurrence equals the one that its rule makes: then it need not be stored. */
export function isAsRuled(slot: Slot, rule: SlotRule): boolean {
  if (slot.rule?.id !== rule.id || slot.distributionId !== undefined) return false;
  const ruled = findOccurrence(rule, slot.rule.occurrence)?.slot;
  if (ruled === undefined) return false;
  return ruled.key === slotKey(slot.instant) && ruled.slotType === slot.slotType && ruled.locked === slot.locked;
}

/**
 * Whether an occurrence is stored only because of its post, and its rule has other times since then: it is at the time
 * that the rule gave it, and neither moved nor locked. When its post leaves it, Herald deletes it.
 */
export function isLeftBehind({ rule: of, date, time, slotType, locked }: Slot, rule: SlotRule): boolean {
  const isUntouched = of?.occurrence === `${date}T${time}` && slotType === rule.slotType && locked === rule.locked;
  return isUntouched && findOccurrence(rule, of.occurrence) === undefined;
}
