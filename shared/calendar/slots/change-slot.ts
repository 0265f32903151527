import { recordEvent } from '../../kernel/events/event-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { slotEvents } from '../events.ts';
import { isAsRuled } from '../rules/as-ruled.ts';
import type { CalendarNotice, CalendarSlot } from './calendar-slot.ts';
import { retryOnSlotConflict } from './claim-slot.ts';
import { type FoundSlot, findSlot, slotOf } from './find-slot.ts';
import { placeSlot } from './place-slot.ts';
import { type Slot, slotKey } from './slot.ts';
import { assertAhead, requireNoSlot, slotInUse } from './slot-checks.ts';
import type { SlotAddress, SlotPatch, SlotPost } from './slot-input.ts';
import { insertSlot, readSlotRule, removeSlot, replaceSlot, requireNoSlotStored } from './slot-items.ts';
import { storedSlot } from './stored-slots.ts';
import { restoreOccurrence, suppressOccurrence } from './suppress-occurrence.ts';

interface ChangedSlot {
  slot: CalendarSlot;
  notices: CalendarNotice[];
}

/**
 * Moves, locks, unlocks or changes the type of one slot. Of a recurring slot, only this occurrence: Herald stores it, and
 * its rule makes no other one at the moment that it leaves. With `keep`, the post in a slot that moves keeps its own time.
 *
 * @throws HeraldError `not_found`, `slot_exists`, `slot_in_use`, `invalid_request` (a time that has passed)
 */
export async function changeSlot(
  request: RequestContext,
  where: SlotAddress,
  patch: SlotPatch,
  post: SlotPost | undefined,
): Promise<ChangedSlot> {
  const { tenantId, actor } = request;
  return retryOnSlotConflict(async () => {
    const found = await findSlot(tenantId, where.platformId, where.key);
    const before = slotOf(tenantId, found);
    const { after, notices } = patched(before, patch);
    const isMoved = slotKey(after.instant) !== slotKey(before.instant);
    const actions = isMoved ? await moveTo(found, before, after, post) : await writeInPlace(found, before, after);
    const { id, platformId, instant, rule } = before;
    const { locked, slotType } = after;
    const data = { platformId, instant, rule, locked, slotType, ...(isMoved && { movedTo: after.instant }) };
    await transact([...actions, recordEvent(actor, slotEvents.SLOT_UPDATED, { tenantId, entityId: id, data })]);
    return { slot: storedSlot(isMoved ? withoutPost(after) : after), notices };
  });
}

function patched(before: Slot, { date, time, timezone, ...settings }: SlotPatch) {
  const asked = defined({ date, time, timezone });
  const isPlaced = Object.keys(asked).length > 0;
  const { place, notice } = isPlaced ? placeSlot({ ...before, ...asked }) : { place: {}, notice: undefined };
  const after: Slot = { ...before, ...defined(settings), ...place, updatedAt: isoNow() };
  const notices = notice ? [{ ...notice, platformId: after.platformId, key: slotKey(after.instant) }] : [];
  return { after, notices };
}

async function writeInPlace({ stored }: FoundSlot, before: Slot, after: Slot): Promise<LabelledAction[]> {
  if (stored === undefined) return [insertSlot(after)];
  const rule = after.rule && (await readSlotRule(after.tenantId, after.platformId, after.rule.id));
  if (rule !== undefined && isAsRuled(after, rule)) return [removeSlot(stored)];
  return [replaceSlot(before, after)];
}

async function moveTo(
  { stored }: FoundSlot,
  before: Slot,
  after: Slot,
  post: SlotPost | undefined,
): Promise<LabelledAction[]> {
  if (before.distributionId !== undefined && post !== 'keep') throw slotInUse(before, 'moved');
  assertAhead(after);
  await requireNoSlot(after);
  return [
    insertSlot({ ...withoutPost(after), revision: 1 }),
    stored === undefined ? requireNoSlotStored(before) : removeSlot(stored),
    ...(await suppressOccurrence(before)),
    ...(await restoreOccurrence(after)),
  ];
}

function withoutPost({ distributionId, ...slot }: Slot): Slot {
  return slot;
}

function defined<Fields extends object>(fields: Fields) {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}
