import { wallTime } from '../../kernel/time/local-time.ts';
import { wallClocks } from '../../kernel/time/wall-clock.ts';
import type { CalendarNotice, CalendarSlot } from './calendar-slot.ts';
import { type Slot, slotKey } from './slot.ts';

/** Milliseconds; `to` is not part of the range. */
interface Range {
  from: number;
  to: number;
}

export interface ExpandedSlots {
  slots: CalendarSlot[];
  notices: CalendarNotice[];
}

/** The slots of a range as they are found: of several at one moment, the first. */
export interface SlotsInRange {
  /** @returns whether it is the slot of its moment */
  add(slot: CalendarSlot, notice?: CalendarNotice): boolean;
  inOrder(): ExpandedSlots;
}

/** A range with the stored slots in it. */
export function storedSlots(slots: Slot[], { from, to }: Range): SlotsInRange {
  const clockOf = wallClocks();
  const notices: CalendarNotice[] = [];
  const found = new Map<string, CalendarSlot>();

  const add = (slot: CalendarSlot, notice?: CalendarNotice) => {
    const at = Date.parse(slot.instant);
    if (at < from || at >= to) return false;
    const place = `${slot.platformId} ${slot.key}`;
    const other = found.get(place);
    if (other === undefined) {
      found.set(place, slot);
      if (notice !== undefined) notices.push(notice);
      return true;
    }
    // A lock holds for the moment, whichever of the two it came from.
    if (slot.locked) found.set(place, { ...other, locked: true });
    notices.push(sameMoment(slot, other));
    return false;
  };

  for (const slot of slots) {
    if (slot.state === 'removed') continue;
    const isInZone = clockOf(slot.timezone).instantOf(wallTime(slot.date, slot.time)).at === Date.parse(slot.instant);
    add(storedSlot(slot), isInZone ? undefined : zoneChanged(slot));
  }
  const byKey = (a: { key: string; platformId: string }, b: { key: string; platformId: string }) =>
    a.key === b.key ? (a.platformId < b.platformId ? -1 : 1) : a.key < b.key ? -1 : 1;
  return { add, inOrder: () => ({ slots: [...found.values()].sort(byKey), notices: notices.sort(byKey) }) };
}

export function storedSlot(slot: Slot): CalendarSlot {
  const { id, platformId, instant, date, time, timezone, slotType, locked, rule, distributionId, updatedAt } = slot;
  const key = slotKey(instant);
  return {
    key,
    platformId,
    instant,
    date,
    time,
    timezone,
    slotType,
    locked,
    slotId: id,
    rule,
    distributionId,
    updatedAt,
  };
}

function sameMoment(slot: CalendarSlot, other: CalendarSlot): CalendarNotice {
  const words = ({ date, time, timezone }: CalendarSlot) => `${date} ${time} ${timezone}`;
  const message = `Two slots fall on ${other.instant} (${words(other)}; ${words(slot)}): the first is shown.`;
  return { code: 'same_moment', message, platformId: slot.platformId, key: other.key };
}

function zoneChanged({ platformId, instant, date, time, timezone }: Slot): CalendarNotice {
  const message =
    `${date} ${time} in ${timezone} was ${instant} when the slot was stored; the zone's rules have changed since. ` +
    'The slot stays at that instant until it is put again.';
  return { code: 'zone_changed', message, platformId, key: slotKey(instant) };
}
