import { checkAccountExists } from '../../accounts/account-items.ts';
import { findAccount } from '../../accounts/find-account.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { HeraldError } from '../../kernel/herald-error.ts';
import { derivedId, newId } from '../../kernel/ids.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { recordIdempotency } from '../../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { withGuardErrors } from '../../kernel/table/guard-errors.ts';
import { GuardFailed, MAX_ACTIONS, transact } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { slotEvents } from '../events.ts';
import { calendarGuards } from '../guards.ts';
import { storedSlot } from '../rules/expand-slots.ts';
import { ruleOf } from '../rules/recurrence.ts';
import { ruleProblems } from '../rules/rule-problems.ts';
import type { CalendarNotice } from './calendar-slot.ts';
import { placeSlot } from './place-slot.ts';
import { readSlotAt } from './read-slots.ts';
import { type NewSlot, type Slot, type SlotRule, slotKey } from './slot.ts';
import type { CreatedSlots } from './slot-input.ts';
import { insertSlot, insertSlotRule } from './slot-items.ts';
import { noticesOf, viewRule } from './view-slot-rule.ts';

type Placed = { slot: Slot; notice: CalendarNotice | undefined };

/**
 * Puts slots and recurring slots, all or none, in one transaction with one event for each platform. `isBulk` is for the
 * places of problems.
 *
 * @throws HeraldError `not_found` (platform), `invalid_request`, `slot_exists`
 */
export async function putSlots(request: RequestContext, inputs: NewSlot[], isBulk: boolean): Promise<CreatedSlots> {
  const { tenantId, actor, idempotency } = request;
  const platformIds = [...new Set(inputs.map(({ platformId }) => platformId))];
  await Promise.all(platformIds.map((id) => findAccount(tenantId, id)));
  const batch = idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id);
  const problems: ContentProblem[] = [];
  const placed: Placed[] = [];
  const rules: SlotRule[] = [];
  inputs.forEach((input, index) => {
    const field = isBulk ? `/slots/${index}` : '';
    const id = derivedId(batch, String(index));
    if (input.recurrence !== undefined) {
      const rule = newRule(tenantId, id, input);
      const wrong = ruleProblems(rule, Date.now(), `${field}/recurrence`);
      problems.push(...wrong);
      rules.push(rule);
      return;
    }
    const one = newSlot(tenantId, id, input);
    if (Date.parse(one.slot.instant) < Date.now()) problems.push(past(field, one.slot));
    if (placed.some(({ slot }) => isSamePlace(slot, one.slot))) problems.push(twice(field, one.slot));
    placed.push(one);
  });
  if (problems.length > 0) throw invalid(problems);
  await Promise.all(placed.map(({ slot }) => requireNoSlot(slot)));

  const slots = placed.map(({ slot }) => slot);
  const actions = [
    ...slots.map(insertSlot),
    ...rules.map(insertSlotRule),
    ...platformIds.map((id) => checkAccountExists(tenantId, id)),
    ...platformIds.map((platformId) => {
      const own = slots.filter((slot) => slot.platformId === platformId);
      const ownRules = rules.filter((rule) => rule.platformId === platformId);
      return recordEvent(actor, slotEvents.SLOT_CREATED, {
        tenantId,
        entityId: (own[0] ?? ownRules[0])!.id,
        data: {
          platformId,
          slots: own.map(({ id, instant }) => ({ id, key: slotKey(instant) })),
          rules: ownRules.map(({ id, rrule, date, time, timezone }) => ({ id, rrule, date, time, timezone })),
        },
      });
    }),
    ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: addresses(slots, rules) }),
  ];
  if (actions.length > MAX_ACTIONS) throw tooMany(platformIds.length);
  try {
    await withGuardErrors(() => transact(actions));
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === calendarGuards.slot)
      throw slotExists(String(error.item?.instant));
    throw error;
  }
  const notices = placed.flatMap(({ notice }) => notice ?? []);
  return {
    slots: slots.map(storedSlot),
    rules: rules.map(viewRule),
    notices: [...notices, ...rules.flatMap(noticesOf)],
  };
}

export function slotExists(instant: string): HeraldError {
  return new HeraldError('slot_exists', `The platform has a slot at ${instant} already.`, {
    remedy: 'Choose another time, or change the slot that is there: GET /api/v1/calendar shows it.',
  });
}

export async function requireNoSlot({ tenantId, platformId, instant, id }: Slot): Promise<void> {
  const there = await readSlotAt(tenantId, platformId, Date.parse(instant));
  // A second run of the same request meets what the first left.
  if (there !== undefined && there.slotId !== id) throw slotExists(instant);
}

/** @throws HeraldError `invalid_request` for a place in the past, where nothing could go out */
export function assertAhead(slot: Slot): void {
  if (Date.parse(slot.instant) < Date.now()) throw invalid([past('', slot)]);
}

function newSlot(tenantId: string, id: string, input: NewSlot): Placed {
  const { place, notice } = placeSlot(input);
  const { platformId, slotType = 'regular', locked = false } = input;
  const slot: Slot = { id, tenantId, platformId, ...place, slotType, locked, state: 'open', ...stamps() };
  return { slot, notice: notice && { ...notice, platformId, key: slotKey(place.instant) } };
}

function newRule(tenantId: string, id: string, input: NewSlot): SlotRule {
  const { platformId, date, time, timezone, slotType = 'regular', locked = false, recurrence } = input;
  const rule = ruleOf(recurrence!, date);
  return { id, tenantId, platformId, date, time, timezone, ...rule, slotType, locked, ...stamps() };
}

function stamps() {
  const now = isoNow();
  return { revision: 1, createdAt: now, updatedAt: now };
}

/** What a repeated request is answered from. */
function addresses(slots: Slot[], rules: SlotRule[]): string {
  const ofSlots = slots.map(({ platformId, instant }) => `${platformId}/${slotKey(instant)}`);
  return [...ofSlots, ...rules.map(({ platformId, id }) => `${platformId}/RULE#${id}`)].join(' ');
}

const isSamePlace = (a: Slot, b: Slot) => a.platformId === b.platformId && a.instant === b.instant;

function past(field: string, { instant }: Slot): ContentProblem {
  const message = `${instant} has passed.`;
  return { field: `${field}/date`, code: 'time_in_past', message, remedy: 'Choose a later date or time.' };
}

function twice(field: string, { instant }: Slot): ContentProblem {
  const message = `The platform has two of these slots at ${instant}.`;
  return { field: field || '/', code: 'slot_exists', message, remedy: 'Leave one of them out.' };
}

function tooMany(platforms: number): HeraldError {
  return new HeraldError('invalid_request', `The slots of ${platforms} platforms do not fit into one transaction.`, {
    remedy: 'Send fewer slots, or those of fewer platforms, at once.',
  });
}

function invalid(problems: ContentProblem[]): HeraldError {
  return new HeraldError('invalid_request', problems[0]!.message, {
    remedy: 'Correct each problem and send the request again.',
    problems,
  });
}
