import { MINUTE_MS } from '../../kernel/time/durations.ts';
import { isoInstant, localDate, localDateTime, localTime, wallTime } from '../../kernel/time/local-time.ts';
import { type WallClock, type WallNotice, wallClock } from '../../kernel/time/wall-clock.ts';
import type { CalendarSlot } from '../slots/calendar-slot.ts';
import { type SlotRule, slotKey } from '../slots/slot.ts';
import { wallTimesOf } from './occurrences.ts';

interface RuleOccurrence {
  slot: CalendarSlot;
  notice: WallNotice | undefined;
}

/** The slot that a rule makes of one of its wall times. */
export function occurrenceAt(rule: SlotRule, wall: number, clock: WallClock): RuleOccurrence {
  const { at, notice } = clock.instantOf(wall);
  const actual = clock.wallOf(at);
  const slot: CalendarSlot = {
    key: slotKey(at),
    platformId: rule.platformId,
    instant: isoInstant(at),
    date: localDate(actual),
    time: localTime(actual),
    timezone: rule.timezone,
    slotType: rule.slotType,
    locked: rule.locked,
    rule: { id: rule.id, occurrence: localDateTime(wall) },
    updatedAt: rule.updatedAt,
  };
  return { slot, notice };
}

/** The occurrence of that name (`YYYY-MM-DDTHH:MM`, as the rule gives it); undefined where the rule has none. */
export function findOccurrence(rule: SlotRule, occurrence: string): RuleOccurrence | undefined {
  const wall = wallTime(occurrence.slice(0, 10), occurrence.slice(11, 16));
  if (!wallTimesOf(rule, wall, wall + MINUTE_MS).includes(wall)) return undefined;
  return occurrenceAt(rule, wall, wallClock(rule.timezone));
}
