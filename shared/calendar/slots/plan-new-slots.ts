import { derivedId } from '../../kernel/ids.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { ruleOf } from '../rules/recurrence.ts';
import { ruleProblems } from '../rules/rule-problems.ts';
import type { CalendarNotice } from './calendar-slot.ts';
import { placeSlot } from './place-slot.ts';
import { type NewSlot, type Slot, type SlotRule, slotKey } from './slot.ts';
import { momentProblems } from './slot-checks.ts';

export interface SlotPlan {
  slots: Slot[];
  rules: SlotRule[];
  /** What the clocks do to the times of the slots. */
  notices: CalendarNotice[];
  problems: ContentProblem[];
}

/**
 * The slots and rules that a request asks for, and everything that is wrong with them.
 *
 * @param batch the id that theirs are derived from, so that the same request makes the same slots
 * @param fieldOf the JSON pointer of the input at an index
 */
export function planNewSlots(
  { tenantId, batch, inputs }: { tenantId: string; batch: string; inputs: NewSlot[] },
  fieldOf: (index: number) => string,
): SlotPlan {
  const plan: SlotPlan = { slots: [], rules: [], notices: [], problems: [] };
  inputs.forEach((input, index) => {
    const field = fieldOf(index);
    const id = derivedId(batch, String(index));
    if (input.recurrence !== undefined) {
      const rule = newRule(tenantId, id, input);
      plan.problems.push(...ruleProblems(rule, Date.now(), `${field}/recurrence`), ...beginProblems(field, rule));
      plan.rules.push(rule);
      return;
    }
    const { slot, notice } = newSlot(tenantId, id, input);
    plan.problems.push(...momentProblems(field, slot));
    if (plan.slots.some((other) => isSamePlace(other, slot))) plan.problems.push(twice(field, slot));
    plan.slots.push(slot);
    if (notice !== undefined) plan.notices.push(notice);
  });
  return plan;
}

/** A rule may have begun long ago, and begins while posts can be planned for it. */
function beginProblems(field: string, { date, time, timezone }: SlotRule): ContentProblem[] {
  const { place } = placeSlot({ date, time, timezone });
  return momentProblems(field, place).filter(({ code }) => code === 'time_too_far');
}

function newSlot(tenantId: string, id: string, input: NewSlot) {
  const { place, notice } = placeSlot(input);
  const { platformId, slotType = 'regular', locked = false } = input;
  const slot: Slot = { id, tenantId, platformId, ...place, slotType, locked, state: 'open', ...firstRevision() };
  return { slot, notice: notice && { ...notice, platformId, key: slotKey(place.instant) } };
}

function newRule(tenantId: string, id: string, input: NewSlot): SlotRule {
  const { platformId, date, time, timezone, slotType = 'regular', locked = false, recurrence } = input;
  const rule = ruleOf(recurrence!, date);
  return { id, tenantId, platformId, date, time, timezone, ...rule, slotType, locked, ...firstRevision() };
}

function firstRevision() {
  const now = isoNow();
  return { revision: 1, createdAt: now, updatedAt: now };
}

const isSamePlace = (a: Slot, b: Slot) => a.platformId === b.platformId && a.instant === b.instant;

function twice(field: string, { instant }: Slot): ContentProblem {
  const message = `The request has two slots of this platform at ${instant}.`;
  return { field, code: 'slot_exists', message, remedy: 'Leave one of them out.' };
}
