import { DAY_MS } from '../../kernel/time/durations.ts';
import { localDateTime, wallTime } from '../../kernel/time/local-time.ts';
import { wallClocks } from '../../kernel/time/wall-clock.ts';
import type { CalendarNotice, CalendarSlot } from '../slots/calendar-slot.ts';
import { type Slot, type SlotRule, slotKey } from '../slots/slot.ts';
import { wallTimesOf } from './occurrences.ts';
import { occurrenceAt } from './rule-occurrence.ts';

/** No zone is further from UTC, nor jumps further, than this. */
const MARGIN_MS = 2 * DAY_MS;

interface SlotSources {
  rules: SlotRule[];
  /** Every stored slot of the range, and of each rule those whose occurrence lies in it. */
  slots: Slot[];
  /** Milliseconds; `to` is not part of the range. */
  from: number;
  to: number;
}

export interface ExpandedSlots {
  slots: CalendarSlot[];
  notices: CalendarNotice[];
}

/**
 * The slots of a range in order: stored ones, and what the rules make with the stored ones laid over it. Costs what
 * the range holds, however long ago a rule began.
 */
export function expandSlots({ rules, slots, from, to }: SlotSources): ExpandedSlots {
  const clockOf = wallClocks();
  const notices: CalendarNotice[] = [];
  const found = new Map<string, CalendarSlot>();
  const differs = new Set(slots.flatMap(({ rule }) => (rule === undefined ? [] : [nameOf(rule)])));

  const add = (slot: CalendarSlot) => {
    const at = Date.parse(slot.instant);
    if (at < from || at >= to) return false;
    const place = `${slot.platformId} ${slot.key}`;
    const other = found.get(place);
    if (other === undefined) {
      found.set(place, slot);
      return true;
    }
    // A lock holds for the moment, whichever of the two it came from.
    if (slot.locked) found.set(place, { ...other, locked: true });
    notices.push(sameMoment(slot, other));
    return false;
  };

  for (const slot of slots) {
    if (slot.state === 'removed' || !add(storedSlot(slot))) continue;
    if (clockOf(slot.timezone).instantOf(wallTime(slot.date, slot.time)).at !== Date.parse(slot.instant)) {
      notices.push(zoneChanged(slot));
    }
  }
  for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const clock = clockOf(rule.timezone);
    for (const wall of wallTimesOf(rule, clock.wallOf(from) - MARGIN_MS, clock.wallOf(to) + MARGIN_MS)) {
      if (differs.has(nameOf({ id: rule.id, occurrence: localDateTime(wall) }))) continue;
      const { slot, notice } = occurrenceAt(rule, wall, clock);
      if (add(slot) && notice !== undefined) {
        notices.push({ ...notice, platformId: rule.platformId, key: slot.key });
      }
    }
  }
  const inOrder = (a: { key: string; platformId: string }, b: { key: string; platformId: string }) =>
    a.key === b.key ? (a.platformId < b.platformId ? -1 : 1) : a.key < b.key ? -1 : 1;
  return { slots: [...found.values()].sort(inOrder), notices: notices.sort(inOrder) };
}

const nameOf = ({ id, occurrence }: { id: string; occurrence: string }) => `${id} ${occurrence}`;

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
