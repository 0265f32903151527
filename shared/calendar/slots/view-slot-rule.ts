import { DAY_MS } from '../../kernel/time/durations.ts';
import { expandSlots } from '../rules/expand-slots.ts';
import type { CalendarNotice } from './calendar-slot.ts';
import type { SlotRule } from './slot.ts';
import { type SlotRuleView, slotRuleViewSchema } from './slot-input.ts';

/** A rule's notices are of the year ahead: the clocks change twice in it. */
const NOTICED_MS = 366 * DAY_MS;

export function viewRule(rule: SlotRule): SlotRuleView {
  return slotRuleViewSchema.parse(rule);
}

/** What the clocks make of a recurring slot in the year ahead. */
export function noticesOf(rule: SlotRule): CalendarNotice[] {
  const from = Math.max(Date.now(), Date.parse(`${rule.date}T00:00:00Z`) - DAY_MS);
  return expandSlots({ rules: [rule], slots: [], from, to: from + NOTICED_MS }).notices;
}
