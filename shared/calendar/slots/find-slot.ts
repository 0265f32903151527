import { HeraldError } from '../../kernel/herald-error.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import { MINUTE_MS } from '../../kernel/time/durations.ts';
import { keepOccurrence } from '../rules/keep-occurrence.ts';
import type { CalendarSlot } from './calendar-slot.ts';
import { readSlotsOf } from './read-slots.ts';
import { type Slot, slotKey } from './slot.ts';
import { readSlot } from './slot-items.ts';

export interface FoundSlot {
  shown: CalendarSlot;
  /** Undefined for an occurrence that only its rule makes. */
  stored: Slot | undefined;
}

/**
 * The slot of a platform at the moment that its key names (`2026-07-01#07:30`, or `2026-07-01T07:30Z`, which needs no
 * escaping in an address).
 *
 * @throws HeraldError `not_found`
 */
export async function findSlot(tenantId: string, platformId: string, key: string): Promise<FoundSlot> {
  const normal = key.slice(0, 16).replace('T', '#');
  const at = Date.parse(`${normal.replace('#', 'T')}:00Z`);
  // A 30th of February would be read as the 2nd of March.
  if (Number.isNaN(at) || slotKey(at) !== normal) throw noSlot(key);
  const [{ slots }, stored] = await Promise.all([
    readSlotsOf(tenantId, platformId, at, at + MINUTE_MS),
    readSlot(tenantId, platformId, normal),
  ]);
  const shown = slots[0];
  if (shown === undefined) throw noSlot(key);
  return { shown, stored };
}

/** The slot as it is stored, or as it would be: an occurrence that only its rule makes. */
export function slotOf(tenantId: string, { shown, stored }: FoundSlot): Slot {
  return stored ?? keepOccurrence(tenantId, shown, isoNow());
}

function noSlot(key: string): HeraldError {
  return new HeraldError('not_found', `The platform has no slot at ${key}.`, {
    remedy: 'Take "key" of a slot that GET /api/v1/calendar shows.',
  });
}
