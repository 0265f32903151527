import * as z from 'zod';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem, queryPartition } from '../../kernel/table/read.ts';
import { check, isNew, put, putAlways, remove, removeAlways } from '../../kernel/table/transact.ts';
import { calendarGuards } from '../guards.ts';
import { calendarKeys, calendarPk, calendarPrefixes } from '../keys.ts';
import { type Slot, type SlotRule, slotKey, slotRuleSchema, slotSchema } from './slot.ts';

/** Under the label `slot` goes whatever two requests can race for: the loser looks at the calendar again. */
const asRead = ({ revision }: { revision: number }) => ({
  expression: '#revision = :revision',
  names: { '#revision': 'revision' },
  values: { ':revision': revision },
});

/** A slot at a moment where none is stored: the key is the guard. */
export function insertSlot(slot: Slot): LabelledAction {
  return put(calendarGuards.slot, toItem(slot), isNew);
}

export function replaceSlot(before: Slot, after: Slot): LabelledAction {
  return put(calendarGuards.slot, toItem({ ...after, revision: before.revision + 1 }), asRead(before));
}

export function removeSlot(slot: Slot): LabelledAction {
  return remove(
    calendarGuards.slot,
    calendarKeys.slot(slot.tenantId, slot.platformId, slotKey(slot.instant)),
    asRead(slot),
  );
}

/** An occurrence of a rule that is not stored, and must not be by then. */
export function requireNoSlotStored({ tenantId, platformId, instant }: Slot): LabelledAction {
  return check(calendarGuards.slot, calendarKeys.slot(tenantId, platformId, slotKey(instant)), isNew);
}

/**
 * Keeps an occurrence of a rule from coming back to where it stood. It stands behind the key of that moment: whoever
 * puts a slot there later is not in its way.
 */
export function suppressOccurrence(slot: Slot & Required<Pick<Slot, 'rule'>>): LabelledAction {
  const { tenantId, platformId, rule, instant, distributionId, ...left } = slot;
  const key = calendarKeys.leftPlace(tenantId, platformId, slotKey(instant), rule.id);
  const item = slotSchema.parse({ ...left, tenantId, platformId, rule, instant, state: 'removed' });
  return putAlways({ ...key, ...item });
}

/** The occurrence stands again where its rule puts it. */
export function restoreOccurrence({
  tenantId,
  platformId,
  rule,
  instant,
}: Slot & Required<Pick<Slot, 'rule'>>): LabelledAction {
  return removeAlways(calendarKeys.leftPlace(tenantId, platformId, slotKey(instant), rule.id));
}

export function insertSlotRule(rule: SlotRule): LabelledAction {
  return put(calendarGuards.newSlotRule, toRuleItem(rule), isNew);
}

export function replaceSlotRule(before: SlotRule, after: SlotRule): LabelledAction {
  return put(calendarGuards.slotRule, toRuleItem({ ...after, revision: before.revision + 1 }), asRead(before));
}

export function removeSlotRule(rule: SlotRule): LabelledAction {
  return remove(calendarGuards.slotRule, calendarKeys.slotRule(rule.tenantId, rule.platformId, rule.id), asRead(rule));
}

/** Whole minutes in milliseconds; `to` is not part of the range. One query of keys, however large the calendar is. */
export async function readSlots(tenantId: string, platformId: string, from: number, to: number): Promise<Slot[]> {
  const items = await queryPartition({
    pk: calendarPk(tenantId, platformId),
    between: [slotKey(from), `${slotKey(to - 1)}~`],
  });
  return items.map((item) => slotSchema.parse(item));
}

export async function readSlot(tenantId: string, platformId: string, key: string): Promise<Slot | undefined> {
  const item = await getItem(calendarKeys.slot(tenantId, platformId, key));
  return item && slotSchema.parse(item);
}

export async function readSlotRules(tenantId: string, platformId: string): Promise<SlotRule[]> {
  const items = await queryPartition({ pk: calendarPk(tenantId, platformId), prefix: calendarPrefixes.slotRule });
  return z.array(slotRuleSchema).parse(items);
}

export async function readSlotRule(tenantId: string, platformId: string, id: string): Promise<SlotRule | undefined> {
  const item = await getItem(calendarKeys.slotRule(tenantId, platformId, id));
  return item && slotRuleSchema.parse(item);
}

function toItem(slot: Slot) {
  return { ...calendarKeys.slot(slot.tenantId, slot.platformId, slotKey(slot.instant)), ...slotSchema.parse(slot) };
}

function toRuleItem(rule: SlotRule) {
  return { ...calendarKeys.slotRule(rule.tenantId, rule.platformId, rule.id), ...slotRuleSchema.parse(rule) };
}
