import type { EventDefinition } from '../../kernel/events/define-events.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { slotEvents } from '../events.ts';
import { storedSlot } from '../rules/expand-slots.ts';
import { isAsRuled, keepOccurrence } from '../rules/keep-occurrence.ts';
import { findOccurrence } from '../rules/rule-occurrence.ts';
import type { CalendarNotice, CalendarSlot } from './calendar-slot.ts';
import { retryOnSlotConflict } from './claim-slot.ts';
import { type FoundSlot, findSlot } from './find-slot.ts';
import { placeSlot } from './place-slot.ts';
import { assertAhead, requireNoSlot } from './put-slots.ts';
import { type Slot, slotKey } from './slot.ts';
import type { SlotPatch, SlotPost } from './slot-input.ts';
import {
  insertSlot,
  readSlotRule,
  removeSlot as removeStored,
  replaceSlot,
  requireNoSlotStored,
  restoreOccurrence,
  suppressOccurrence,
} from './slot-items.ts';

export interface ChangedSlot {
  slot: CalendarSlot;
  notices: CalendarNotice[];
}

/**
 * Moves, locks, unlocks or changes the type of one slot. Of a recurring one only this occurrence: it is stored, and
 * where it stood before stays empty. The post in a slot that moves keeps its own time, if the caller says so.
 *
 * @throws HeraldError `not_found`, `slot_exists`, `slot_in_use`, `invalid_request` (a time that has passed)
 */
export async function changeSlot(
  request: RequestContext,
  where: { platformId: string; key: string },
  patch: SlotPatch,
  post: SlotPost | undefined,
): Promise<ChangedSlot> {
  const { date, time, timezone, ...settings } = patch;
  return retryOnSlotConflict(async () => {
    const found = await findSlot(request.tenantId, where.platformId, where.key);
    const before = slotOf(request.tenantId, found);
    const isPlaced = date !== undefined || time !== undefined || timezone !== undefined;
    const { place, notice } = isPlaced
      ? placeSlot({
          date: before.date,
          time: before.time,
          timezone: before.timezone,
          ...defined({ date, time, timezone }),
        })
      : { place: {}, notice: undefined };
    const after: Slot = { ...before, ...defined(settings), ...place, updatedAt: isoNow() };
    const isMoved = slotKey(after.instant) !== slotKey(before.instant);
    const actions = isMoved ? await moveTo(found, before, after, post) : await inPlace(found, before, after);
    const data = { locked: after.locked, slotType: after.slotType, ...(isMoved && { movedTo: after.instant }) };
    await transact([...actions, slotEvent(request, slotEvents.SLOT_UPDATED, before, data)]);
    const key = slotKey(after.instant);
    const notices = notice === undefined ? [] : [{ ...notice, platformId: after.platformId, key }];
    const shown = storedSlot(isMoved ? empty(after) : after);
    return { slot: shown, notices };
  });
}

/**
 * Deletes one slot; of a recurring one only this occurrence.
 *
 * @throws HeraldError `not_found`; `slot_in_use` where a post is in it and `post` does not say what becomes of that
 */
export async function removeSlot(
  request: RequestContext,
  where: { platformId: string; key: string },
  post: SlotPost | undefined,
): Promise<void> {
  return retryOnSlotConflict(async () => {
    const found = await findSlot(request.tenantId, where.platformId, where.key);
    const slot = slotOf(request.tenantId, found);
    if (slot.distributionId !== undefined && post !== 'keep') throw inUse(slot, 'deleted');
    const actions = [found.stored ? removeStored(found.stored) : requireNoSlotStored(slot), ...(await leave(slot))];
    const data = { key: slotKey(slot.instant), ...(slot.distributionId && { keptPost: slot.distributionId }) };
    await transact([...actions, slotEvent(request, slotEvents.SLOT_DELETED, slot, data)]);
  });
}

const slotOf = (tenantId: string, { shown, stored }: FoundSlot): Slot =>
  stored ?? keepOccurrence(tenantId, shown, isoNow());

async function inPlace({ stored }: FoundSlot, before: Slot, after: Slot): Promise<LabelledAction[]> {
  if (stored === undefined) return [insertSlot(after)];
  const rule = after.rule && (await readSlotRule(after.tenantId, after.platformId, after.rule.id));
  if (rule !== undefined && isAsRuled(after, rule)) return [removeStored(stored)];
  return [replaceSlot(before, after)];
}

async function moveTo(
  { stored }: FoundSlot,
  before: Slot,
  after: Slot,
  post: SlotPost | undefined,
): Promise<LabelledAction[]> {
  if (before.distributionId !== undefined && post !== 'keep') throw inUse(before, 'moved');
  assertAhead(after);
  await requireNoSlot(after);
  return [
    insertSlot({ ...empty(after), revision: 1 }),
    stored === undefined ? requireNoSlotStored(before) : removeStored(stored),
    ...(await leave(before)),
    ...(await comeBack(after)),
  ];
}

/** Only where its rule would put it again is an occurrence kept from coming back. */
async function leave(slot: Slot): Promise<LabelledAction[]> {
  return slot.rule && (await isInItsPlace(slot)) ? [suppressOccurrence({ ...slot, rule: slot.rule })] : [];
}

/** One that was moved away and back again must not stay away once nothing else is stored of it. */
async function comeBack(slot: Slot): Promise<LabelledAction[]> {
  return slot.rule && (await isInItsPlace(slot)) ? [restoreOccurrence({ ...slot, rule: slot.rule })] : [];
}

async function isInItsPlace({ tenantId, platformId, rule: of, instant }: Slot): Promise<boolean> {
  const rule = of && (await readSlotRule(tenantId, platformId, of.id));
  return rule !== undefined && findOccurrence(rule, of!.occurrence)?.slot.key === slotKey(instant);
}

function empty({ distributionId, ...slot }: Slot): Slot {
  return slot;
}

function defined<Fields extends object>(fields: Fields) {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}

function slotEvent(
  { tenantId, actor }: RequestContext,
  type: EventDefinition,
  slot: Slot,
  data: object,
): LabelledAction {
  const { id, platformId, instant, rule } = slot;
  const what = { platformId, instant, ...(rule && { rule }), ...data };
  return recordEvent(actor, type, { tenantId, entityId: id, data: what });
}

function inUse({ instant, distributionId }: Slot, action: 'moved' | 'deleted'): HeraldError {
  const keep = '"?post=keep" leaves the post at its time';
  const remedy =
    action === 'deleted'
      ? `Say what becomes of it: ${keep}, "?post=cancel" cancels it.`
      : `Move the post with PATCH /api/v1/distributions/{id} first, or say it: ${keep}.`;
  return new HeraldError('slot_in_use', `The slot at ${instant} holds distribution ${distributionId}.`, {
    remedy,
    extra: { distributionId: distributionId! },
  });
}
