import { Temporal } from '@js-temporal/polyfill';
import { DAY_MS } from './durations.ts';
import { resolveScheduledTime } from './instant.ts';
import { localDateTime } from './local-time.ts';

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

/** A span of instants with one offset from UTC. */
interface Steady {
  from: number;
  to: number;
  offset: number;
}

/**
 * The clock of an IANA zone. A calendar asks for thousands of times and a zone changes twice a year, so the spans
 * between two changes are remembered and only times near a change are left to Temporal.
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
      const change = around(at).from;
      return { first: change, last: change };
    }
    // Shown again once the clock has gone back: by the offset of the span that begins then.
    return { first: at, last: wall - around(around(at).to).offset };
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

function steadyAround(at: number, timezone: string): Steady {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const next = zoned.getTimeZoneTransition('next');
  // "previous" leaves out a change at this very moment, which is where the span begins.
  const previous = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1_000_000,
  };
}
