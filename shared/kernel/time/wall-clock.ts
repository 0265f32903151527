import { DAY_MS } from './durations.ts';
import { resolveScheduledTime } from './instant.ts';
import { localDateTime } from './local-time.ts';
import { changeBetween, offsetAt } from './zone-offset.ts';

/** Where the clocks go forward or back, a wall time is not what it seems. */
export interface WallNotice {
  code: 'local_time_moved' | 'local_time_twice';
  message: string;
}

/** Wall times and instants of one zone, all in milliseconds. */
export interface WallClock {
  instantOf: (wall: number) => { at: number; notice: WallNotice | undefined };
  wallOf: (at: number) => number;
  /** The first moment at which the clock shows this time or a later one, and the last at which it shows this or skips it. */
  momentsOf: (wall: number) => { first: number; last: number };
}

/** A span of instants with one offset from UTC; it may go on behind its ends. */
interface Steady {
  from: number;
  to: number;
  offset: number;
}

/**
 * The clock of an IANA zone. A calendar asks for thousands of times and a zone changes twice a year, so the spans
 * between two changes are remembered and only times near a change are looked at more closely.
 */
export function wallClock(timezone: string): WallClock {
  const spans: Steady[] = [];

  const around = (at: number) => {
    const known = spans.find(({ from, to }) => at >= from && at < to);
    if (known !== undefined) return known;
    const found = steadyAround(at, timezone);
    spans.push(found);
    return found;
  };
  const wallOf = (at: number) => at + around(at).offset;

  const instantOf = (wall: number) => {
    // No zone jumps by more than a day: so far from the next change there is one instant, and one only.
    const clear = ({ from, to, offset }: Steady) => wall - offset >= from + DAY_MS && wall - offset < to - DAY_MS;
    const steady = spans.find(clear);
    if (steady !== undefined) return { at: wall - steady.offset, notice: undefined };
    const text = localDateTime(wall);
    const resolved = resolveScheduledTime(text, timezone);
    if ('problem' in resolved) throw new RangeError(resolved.message);
    const found = Date.parse(resolved.instant);
    if (resolved.notice === undefined) {
      around(found);
      return { at: found, notice: undefined };
    }
    const code: WallNotice['code'] = wallOf(found) === wall ? 'local_time_twice' : 'local_time_moved';
    return { at: found, notice: { code, message: resolved.notice } };
  };

  const momentsOf = (wall: number) => {
    const { at, notice } = instantOf(wall);
    if (notice === undefined) return { first: at, last: at };
    if (notice.code === 'local_time_moved') {
      const change = changeBetween(timezone, at - DAY_MS, at);
      return { first: change, last: change };
    }
    // Shown again once the clock has gone back, which is within a day.
    return { first: at, last: wall - offsetAt(timezone, at + DAY_MS) };
  };

  return { instantOf, wallOf, momentsOf };
}

/** Clocks by zone, for one pass over slots of many zones. */
export function wallClocks(): (timezone: string) => WallClock {
  const clocks = new Map<string, WallClock>();
  return (timezone) => {
    const clock = clocks.get(timezone) ?? wallClock(timezone);
    clocks.set(timezone, clock);
    return clock;
  };
}

/** Two changes of a zone are further apart. */
const STEP_MS = 7 * DAY_MS;
/** How far to look, each way. */
const REACH_MS = 400 * DAY_MS;

function steadyAround(at: number, timezone: string): Steady {
  const offset = offsetAt(timezone, at);
  const end = (step: number) => {
    let last = at;
    while (Math.abs(last - at) < REACH_MS) {
      const next = last + step;
      if (offsetAt(timezone, next) !== offset)
        return changeBetween(timezone, Math.min(last, next), Math.max(last, next));
      last = next;
    }
    return last;
  };
  return { from: end(-STEP_MS), to: end(STEP_MS), offset };
}
