import { checkAccountExists } from '../../accounts/account-items.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import { derivedId, newId } from '../../kernel/ids.ts';
import { recordIdempotency } from '../../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { countUp } from '../../kernel/settings/count-items.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed, MAX_ACTIONS, transact } from '../../kernel/table/transact.ts';
import { slotEvents } from '../events.ts';
import { calendarGuards } from '../guards.ts';
import { slotRuleQuota } from '../settings.ts';
import { planNewSlots, type SlotPlan } from './plan-new-slots.ts';
import { addressesOf } from './read-created-slots.ts';
import { type NewSlot, slotKey } from './slot.ts';
import { invalidSlots, requireNoSlot, slotExists } from './slot-checks.ts';
import type { CreatedSlots } from './slot-input.ts';
import { insertSlot, insertSlotRule } from './slot-items.ts';
import { requireRoomForSlots } from './slot-room.ts';
import { storedSlot } from './stored-slots.ts';
import { noticesOf, viewRule } from './view-slot-rule.ts';

/**
 * Creates a slot or, with `recurrence`, a recurring one.
 *
 * @throws HeraldError `not_found` (platform), `invalid_request`, `slot_exists`, `limit_reached`
 */
export function createSlot(request: RequestContext, input: NewSlot): Promise<CreatedSlots> {
  return writeSlots(request, [input], () => '');
}

/**
 * Creates slots and recurring slots, all or none. They share one event for each platform.
 *
 * @throws HeraldError `not_found` (platform), `invalid_request`, `slot_exists`, `limit_reached`
 */
export function createSlots(request: RequestContext, inputs: NewSlot[]): Promise<CreatedSlots> {
  return writeSlots(request, inputs, (index) => `/slots/${index}`);
}

async function writeSlots(
  request: RequestContext,
  inputs: NewSlot[],
  fieldOf: (index: number) => string,
): Promise<CreatedSlots> {
  const { tenantId, idempotency } = request;
  const platformIds = [...new Set(inputs.map(({ platformId }) => platformId))];
  await Promise.all(platformIds.map((id) => findAccount(tenantId, id)));
  const batch = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const plan = planNewSlots({ tenantId, batch, inputs }, fieldOf);
  if (plan.problems.length > 0) throw invalidSlots(plan.problems);
  await requireRoomForSlots(tenantId, plan.slots);
  await Promise.all(plan.slots.map(requireNoSlot));

  const actions = [
    ...plan.slots.map(insertSlot),
    ...plan.rules.map(insertSlotRule),
    ...platformIds.map((id) => checkAccountExists(tenantId, id)),
    ...platformIds.map((id) => createdEvent(request, id, plan)),
    ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: addressesOf(plan) }),
    ...(await countUp(tenantId, slotRuleQuota, plan.rules.length)),
  ];
  if (actions.length > MAX_ACTIONS) throw tooMany(platformIds.length);
  await insertUnlessTaken(actions);
  return {
    slots: plan.slots.map(storedSlot),
    rules: plan.rules.map(viewRule),
    notices: [...plan.notices, ...plan.rules.flatMap(noticesOf)],
  };
}

async function insertUnlessTaken(actions: LabelledAction[]): Promise<void> {
  try {
    await withGuardErrors(() => transact(actions));
  } catch (error) {
    const isTaken = error instanceof GuardFailed && error.guard === calendarGuards.slot;
    throw isTaken ? slotExists(String(error.item?.instant)) : error;
  }
}

function createdEvent({ tenantId, actor }: RequestContext, platformId: string, plan: SlotPlan): LabelledAction {
  const slots = plan.slots.filter((slot) => slot.platformId === platformId);
  const rules = plan.rules.filter((rule) => rule.platformId === platformId);
  return recordEvent(actor, slotEvents.SLOT_CREATED, {
    tenantId,
    entityId: (slots[0] ?? rules[0])!.id,
    data: {
      platformId,
      slots: slots.map(({ id, instant }) => ({ id, key: slotKey(instant) })),
      rules: rules.map(({ id, rrule, date, time, timezone }) => ({ id, rrule, date, time, timezone })),
    },
  });
}

function tooMany(platforms: number): HeraldError {
  return new HeraldError('invalid_request', `The slots of ${platforms} platforms do not fit into one transaction.`, {
    remedy: 'Send fewer slots, or those of fewer platforms, at once.',
  });
}
