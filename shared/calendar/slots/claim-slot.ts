import { setTimeout as delay } from 'node:timers/promises';
import { HeraldError } from '../../kernel/herald-error.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { calendarGuards } from '../guards.ts';
import { isAsRuled, isLeftBehind, keepOccurrence } from '../rules/keep-occurrence.ts';
import type { CalendarSlot } from './calendar-slot.ts';
import { insertSlot, readSlot, readSlotRule, removeSlot, replaceSlot } from './slot-items.ts';

/** Every loser of a round means a winner: so many can ask for the next slot at once. */
const TRIES = 60;

/**
 * Puts a post into a slot, in the post's own transaction: of many that ask for one slot, the guard of its key lets one
 * through. An occurrence of a rule is stored by this.
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

/** A post, as far as the calendar knows one. */
export interface SlotHolder {
  id: string;
  tenantId: string;
  platformId: string;
  slotKey?: string | undefined;
}

/** Frees the slot that a post stands in, if it still does; an occurrence goes back to its rule, or goes with that. */
export async function freeSlot({ id, tenantId, platformId, slotKey }: SlotHolder): Promise<LabelledAction[]> {
  if (slotKey === undefined) return [];
  const stored = await readSlot(tenantId, platformId, slotKey);
  if (stored?.distributionId !== id) return [];
  const { distributionId, ...free } = stored;
  const rule = stored.rule && (await readSlotRule(tenantId, platformId, stored.rule.id));
  if (rule !== undefined && (isAsRuled(free, rule) || isLeftBehind(free, rule))) return [removeSlot(stored)];
  return [replaceSlot(stored, { ...free, updatedAt: isoNow() })];
}

/** Plans and writes anew while another request takes the slot first. */
export async function retryOnSlotConflict<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof GuardFailed) || error.guard !== calendarGuards.slot) throw error;
      if (turn === TRIES) throw tooBusy(error);
      await delay(Math.random() * Math.min(200, 10 * turn));
    }
  }
}

function tooBusy(cause: GuardFailed): HeraldError {
  return new HeraldError('conflict', 'Too many others take slots of this platform at this moment.', {
    remedy: 'Try again in a few seconds.',
    cause,
  });
}
