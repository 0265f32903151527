import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { findOccurrence } from '../rules/rule-occurrence.ts';
import { type Slot, slotKey } from './slot.ts';
import { putSuppression, readSlotRule, removeSuppression } from './slot-items.ts';

/** Stops a rule from making the occurrence that a slot was, at the moment of that slot. */
export async function suppressOccurrence(slot: Slot): Promise<LabelledAction[]> {
  return slot.rule && (await isMadeByItsRule(slot)) ? [putSuppression({ ...slot, rule: slot.rule })] : [];
}

/** For a slot that moves back to the moment of its occurrence: the rule may make that occurrence again. */
export async function restoreOccurrence(slot: Slot): Promise<LabelledAction[]> {
  return slot.rule && (await isMadeByItsRule(slot)) ? [removeSuppression({ ...slot, rule: slot.rule })] : [];
}

/** Whether the rule, as it is now, gives the slot's occurrence this very moment. */
async function isMadeByItsRule({ tenantId, platformId, rule: of, instant }: Slot): Promise<boolean> {
  const rule = of && (await readSlotRule(tenantId, platformId, of.id));
  return rule !== undefined && findOccurrence(rule, of!.occurrence)?.slot.key === slotKey(instant);
}
