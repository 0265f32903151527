import { HeraldError } from '../../kernel/herald-error.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { readSlotAt } from './read-slots.ts';
import type { Slot } from './slot.ts';

export function slotExists(instant: string): HeraldError {
  return new HeraldError('slot_exists', `The platform has a slot at ${instant} already.`, {
    remedy: 'Choose another time, or change the slot that is there: GET /api/v1/calendar shows it.',
  });
}

/** The slot holds a post, and the caller has not said what becomes of the post. */
export function slotInUse({ instant, distributionId }: Slot, action: 'moved' | 'deleted'): HeraldError {
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

/** @throws HeraldError `slot_exists` where the platform has another slot at the moment of this one */
export async function requireNoSlot({ tenantId, platformId, instant, id }: Slot): Promise<void> {
  const existing = await readSlotAt(tenantId, platformId, Date.parse(instant));
  // The same id: an earlier run of this request has written the slot.
  if (existing !== undefined && existing.slotId !== id) throw slotExists(instant);
}

/** @throws HeraldError `invalid_request` for a moment that has passed: no post could be published there */
export function assertAhead(slot: Slot): void {
  if (hasPassed(slot)) throw invalidSlots([passedProblem('', slot)]);
}

export const hasPassed = ({ instant }: Slot) => Date.parse(instant) < Date.now();

/** `field` is the JSON pointer of the slot in the request. */
export function passedProblem(field: string, { instant }: Slot): ContentProblem {
  const message = `${instant} has passed.`;
  return { field: `${field}/date`, code: 'time_in_past', message, remedy: 'Choose a later date or time.' };
}

export function invalidSlots(problems: ContentProblem[]): HeraldError {
  return new HeraldError('invalid_request', problems[0]!.message, {
    remedy: 'Correct each problem and send the request again.',
    problems,
  });
}
