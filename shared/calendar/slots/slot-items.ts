import * as z from 'zod';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem, queryPartition } from '../../kernel/table/read.ts';
import { check, isNew, put, putAlways, remove, removeAlways } from '../../kernel/table/transact.ts';
import { calendarGuards } from '../guards.ts';
import { calendarKeys, calendarPk, calendarPrefixes } from '../keys.ts';
import { type Slot, type SlotRule, slotKey, slotRuleSchema, slotSchema } from './slot.ts';

const asRead = ({ revision }: { revision: number }) => ({
  expression: '#revision = :revision',
  names: { '#revision': 'revision' },
  values: { ':revision': revision },
});

/** Refused where the platform has a stored slot at this moment. */
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

/** Condition: the table holds no slot at this moment at commit. For an occurrence that only its rule makes. */
export function requireNoSlotStored({ tenantId, platformId, instant }: Slot): LabelledAction {
  return check(calendarGuards.slot, calendarKeys.slot(tenantId, platformId, slotKey(instant)), isNew);
}

type RuledSlot = Slot & Required<Pick<Slot, 'rule'>>;

/** From now on the rule makes no occurrence at this moment. Another slot may be created there. */
export function putSuppression(slot: RuledSlot): LabelledAction {
  const { distributionId, ...suppressed } = slot;
  return putAlways({ ...suppressionKey(slot), ...slotSchema.parse({ ...suppressed, state: 'removed' }) });
}

/** The rule makes its occurrence at this moment again. */
export function removeSuppression(slot: RuledSlot): LabelledAction {
  return removeAlways(suppressionKey(slot));
}

const suppressionKey = ({ tenantId, platformId, instant, rule }: RuledSlot) =>
  calendarKeys.suppression(tenantId, platformId, slotKey(instant), rule.id);

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

/** How many slots the range has, `to` not part of it; counts no further than `most`. */
export async function countSlots(
  tenantId: string,
  platformId: string,
  { from, to, most }: { from: number; to: number; most: number },
): Promise<number> {
  const between: [string, string] = [slotKey(from), `${slotKey(to - 1)}~`];
  return (await queryPartition({ pk: calendarPk(tenantId, platformId), between, limit: most })).length;
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
