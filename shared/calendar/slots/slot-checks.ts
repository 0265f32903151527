import { MAX_LEAD_MS } from '../../accounts/lead-window.ts';
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

/** @throws HeraldError `invalid_request` for a moment at which no post could be published */
export function assertAhead(slot: Slot): void {
  const problems = momentProblems('', slot);
  if (problems.length > 0) throw invalidSlots(problems);
}

/**
 * A slot is for a moment for which a post can be planned.
 * @param field JSON pointer of the slot in the request
 */
export function momentProblems(field: string, { instant }: Pick<Slot, 'instant'>): ContentProblem[] {
  const at = Date.parse(instant);
  const told = { field: `${field}/date`, message: `${instant} has passed.`, remedy: 'Choose a later date or time.' };
  if (at < Date.now()) return [{ ...told, code: 'time_in_past' }];
  if (at <= Date.now() + MAX_LEAD_MS) return [];
  const message = `${instant} is more than five years ahead, and a post can be planned five years ahead.`;
  return [{ ...told, code: 'time_too_far', message, remedy: 'Choose an earlier date.' }];
}

export function invalidSlots(problems: ContentProblem[]): HeraldError {
  return new HeraldError('invalid_request', problems[0]!.message, {
    remedy: 'Correct each problem and send the request again.',
    problems,
  });
}
