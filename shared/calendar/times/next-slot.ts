import type { CalendarSlot } from '../slots/calendar-slot.ts';
import { type FreeTimeAsk, freeTimes } from './free-times.ts';

/** The platform's next slot for the queue (`scheduledFor: "next_slot"`): open, with nothing in its way. */
export function nextFreeSlot(ask: FreeTimeAsk): CalendarSlot | undefined {
  return freeTimes(ask).slots[0];
}
