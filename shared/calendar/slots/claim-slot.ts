import { HeraldError } from '../../kernel/herald-error.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { retryOnGuard } from '../../kernel/table/retry-on-guard.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { calendarGuards } from '../guards.ts';
import { keepOccurrence } from '../rules/keep-occurrence.ts';
import type { CalendarSlot } from './calendar-slot.ts';
import { insertSlot, readSlot, readSlotRule, removeSlot, replaceSlot } from './slot-items.ts';

/** Each retry means that another request won, so 60 tries serve 60 requests at once. */
const MAX_TRIES = 60;
const MAX_PAUSE_MS = 200;

/**
 * Puts a post into a slot, in the post's own transaction: of many requests for one slot, the guard lets one pass. An
 * occurrence of a rule becomes a stored slot.
 *
 * @throws GuardFailed `slot` where the slot is no longer as the caller has read it
 */
export async function claimSlot(
  tenantId: string,
  slot: CalendarSlot,
  distributionId: string,
): Promise<LabelledAction[]> {
  if (slot.distributionId === distributionId) return [];
  if (slot.slotId === undefined) return [insertSlot({ ...keepOccurrence(tenantId, slot, isoNow()), distributionId })];
  const stored = await readSlot(tenantId, slot.platformId, slot.key);
  if (stored === undefined || stored.distributionId !== slot.distributionId)
    throw new GuardFailed(calendarGuards.slot, undefined);
  return [replaceSlot(stored, { ...stored, distributionId, updatedAt: isoNow() })];
}

/** What the calendar knows of a post. */
export interface SlotHolder {
  id: string;
  tenantId: string;
  platformId: string;
  slotKey?: string | undefined;
}

/** Frees the slot of a post, if the post still has it. An occurrence that says no more than its rule is deleted. */
export async function freeSlot({ id, tenantId, platformId, slotKey }: SlotHolder): Promise<LabelledAction[]> {
  if (slotKey === undefined) return [];
  const stored = await readSlot(tenantId, platformId, slotKey);
  if (stored?.distributionId !== id) return [];
  const { distributionId, ...free } = stored;
  const rule = stored.rule && (await readSlotRule(tenantId, platformId, stored.rule.id));
  if (rule !== undefined) {
    const { isAsRuled, isLeftBehind } = await import('../rules/as-ruled.ts');
    if (isAsRuled(free, rule) || isLeftBehind(free, rule)) return [removeSlot(stored)];
  }
  return [replaceSlot(stored, { ...free, updatedAt: isoNow() })];
}

/**
 * Plans and writes anew while another request takes the slot first.
 *
 * @throws HeraldError `conflict` after 60 tries
 */
export async function retryOnSlotConflict<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await retryOnGuard({ guards: [calendarGuards.slot], tries: MAX_TRIES, pauseMs: MAX_PAUSE_MS }, run);
  } catch (error) {
    throw error instanceof GuardFailed && error.guard === calendarGuards.slot ? tooBusy(error) : error;
  }
}

function tooBusy(cause: GuardFailed): HeraldError {
  return new HeraldError('conflict', 'Too many requests take slots of this platform at this moment.', {
    remedy: 'Try again in a few seconds.',
    cause,
  });
}
