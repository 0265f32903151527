import { DAY_MS } from '../../kernel/time/durations.ts';
import { localDateTime } from '../../kernel/time/local-time.ts';
import { wallClocks } from '../../kernel/time/wall-clock.ts';
import type { Slot, SlotRule } from '../slots/slot.ts';
import { type ExpandedSlots, storedSlots } from '../slots/stored-slots.ts';
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

/**
 * The slots of a range in order: stored ones, and what the rules make with the stored ones laid over it. Costs what
 * the range holds, however long ago a rule began.
 */
export function expandSlots({ rules, slots, from, to }: SlotSources): ExpandedSlots {
  const clockOf = wallClocks();
  const found = storedSlots(slots, { from, to });
  const differs = new Set(slots.flatMap(({ rule }) => (rule === undefined ? [] : [nameOf(rule)])));
  for (const rule of [...rules].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const clock = clockOf(rule.timezone);
    for (const wall of wallTimesOf(rule, clock.wallOf(from) - MARGIN_MS, clock.wallOf(to) + MARGIN_MS)) {
      if (differs.has(nameOf({ id: rule.id, occurrence: localDateTime(wall) }))) continue;
      const { slot, notice } = occurrenceAt(rule, wall, clock);
      found.add(slot, notice && { ...notice, platformId: rule.platformId, key: slot.key });
    }
  }
  return found.inOrder();
}

const nameOf = ({ id, occurrence }: { id: string; occurrence: string }) => `${id} ${occurrence}`;
