import { isoInstant, localDate, localTime, wallTime } from '../../kernel/time/local-time.ts';
import { type WallNotice, wallClock } from '../../kernel/time/wall-clock.ts';
import type { NewSlot, Slot } from './slot.ts';

/**
 * Where a slot that is put at a local time stands. A time that the clocks skip moves on, and the slot is stored with
 * the time that it really has; `notice` tells the user.
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
