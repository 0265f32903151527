import { createSlot } from '../../../../shared/calendar/slots/create-slots.ts';
import { HeraldError } from '../../../../shared/kernel/herald-error.ts';
import type { RequestContext } from '../../../../shared/kernel/requests/request-context.ts';
import { atMinute } from './new-posts.ts';

/** A slot at each of the minutes from now; of two at one minute only the first. */
export async function addSlots(
  request: RequestContext,
  platformId: string,
  wanted: { minutes: number; locked?: boolean }[],
): Promise<void> {
  for (const { minutes, locked = false } of wanted) {
    const at = atMinute(minutes);
    const slot = { platformId, date: at.slice(0, 10), time: at.slice(11, 16), timezone: 'UTC', locked };
    await createSlot(request, slot).catch(unlessRefused);
  }
}

/** Lets go of a refusal, which a random setting may well meet; anything else is a fault. */
export function unlessRefused(error: unknown): void {
  if (!(error instanceof HeraldError)) throw error;
}
