import { isoInstant, localDate, localTime, wallTime } from '../../kernel/time/local-time.ts';
import { type WallNotice, wallClock } from '../../kernel/time/wall-clock.ts';
import type { NewSlot, Slot } from './slot.ts';

/**
 * The moment of a slot at a local time. A time that the clocks skip moves to the next that exists, and the slot is stored
 * with that time; `notice` tells the caller.
 */
export function placeSlot({ date, time, timezone }: Pick<NewSlot, 'date' | 'time' | 'timezone'>): {
  place: Pick<Slot, 'date' | 'time' | 'timezone' | 'instant'>;
  notice: WallNotice | undefined;
} {
  const clock = wallClock(timezone);
  const { at, notice } = clock.instantOf(wallTime(date, time));
  const wall = clock.wallOf(at);
  return { place: { date: localDate(wall), time: localTime(wall), timezone, instant: isoInstant(at) }, notice };
}
