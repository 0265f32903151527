import { DAY_MS } from './durations.ts';
import { readWrittenTime, showWall, type WrittenTime } from './written-time.ts';
import { isTimeZone, offsetAt } from './zone-offset.ts';

interface ScheduledTime {
  /** ISO 8601 in UTC with milliseconds. */
  instant: string;
  timezone: string | undefined;
  /** Wall clock time in `timezone`, without an offset. */
  localTime: string | undefined;
  /** Said to the user where the wall clock time was not what it seemed. */
  notice: string | undefined;
}

type TimeProblem = { problem: 'needs_timezone' | 'unknown_timezone' | 'not_a_time'; message: string };

/**
 * An offset or `Z` decides the instant and the zone is kept beside it; without an offset the zone decides. A local
 * time that does not exist moves to the next that does; one that exists twice is taken the first time. Between date and
 * time stands a `T` or a blank (RFC 3339, 5.6), and a zone may stand behind in brackets (RFC 9557).
 */
export function resolveScheduledTime(text: string, timezone: string | undefined): ScheduledTime | TimeProblem {
  const written = splitZone(text.trim());
  const zone = timezone ?? written.zone;
  if (zone !== undefined && !isTimeZone(zone)) {
    return { problem: 'unknown_timezone', message: `"${zone}" is not an IANA time zone.` };
  }
  const read = readWrittenTime(written.time);
  const noTime = { problem: 'not_a_time' as const, message: `"${text}" is not an ISO 8601 date and time.` };
  if (read === undefined) return noTime;
  if (read.offset === undefined) {
    if (!plainTime.test(written.time)) return noTime;
    if (zone === undefined) {
      return { problem: 'needs_timezone', message: `"${text}" has no offset, so its instant depends on a time zone.` };
    }
    return onClockOf(zone, read);
  }
  const at = read.wall - read.offset;
  const wrong = written.critical && contradiction(written, read.offset, at);
  if (wrong) return { problem: 'not_a_time', message: `"${text}" contradicts itself: ${wrong}.` };
  const local = zone === undefined ? undefined : showWall(at + offsetAt(zone, at), read.fraction);
  return { instant: iso(at), timezone: zone, localTime: local, notice: undefined };
}

/** The date with its signs, as a person writes it and no machine leaves it out; nothing in brackets. */
const plainTime = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}[^[]*$/;

interface WithZone {
  time: string;
  /** In brackets behind the time. */
  zone: string | undefined;
  /** With `!` before the zone: an offset that is not the zone's must not be passed over. */
  critical: boolean;
}

/** Other annotations (`[u-ca=…]`) stay with the time. */
function splitZone(text: string): WithZone {
  const found = /^([^[\]]{1,60})\[(!?)([A-Za-z][\w+/-]{0,49})\](.*)$/s.exec(text);
  if (found === null) return { time: text, zone: undefined, critical: false };
  const [, time = '', mark, zone, more = ''] = found;
  return { time: time + more, zone, critical: mark === '!' };
}

/** `Z` says nothing of the place, and so contradicts no zone (RFC 9557, 2.2). */
function contradiction({ time, zone = '' }: WithZone, offset: number, at: number): string | undefined {
  if (/z(?:\[|$)/i.test(time)) return undefined;
  const actual = offsetAt(zone, at);
  return offset === actual ? undefined : `at that moment ${zone} has ${showOffset(actual)}`;
}

/** The moment at which the zone's clock shows this. */
function onClockOf(timezone: string, { wall, fraction }: WrittenTime): ScheduledTime {
  const written = showWall(wall, fraction);
  // No zone jumps by more than a day.
  const [before, after] = [offsetAt(timezone, wall - DAY_MS), offsetAt(timezone, wall + DAY_MS)];
  const moments = [wall - before, wall - after].filter((at) => at + offsetAt(timezone, at) === wall);
  // Skipped: as far behind the change as it would have been without one.
  const at = moments.length > 0 ? Math.min(...moments) : wall - before;
  let notice: string | undefined;
  if (moments.length === 0) {
    const shown = showWall(at + offsetAt(timezone, at), fraction);
    notice = `${written} does not exist in ${timezone} (clocks go forward): it becomes ${shown}.`;
  } else if (moments.length === 2 && moments[0] !== moments[1]) {
    notice = `${written} exists twice in ${timezone} (clocks go back): the first is taken.`;
  }
  return { instant: iso(at), timezone, localTime: written, notice };
}

/** `+05:30`, long ago `-04:56:02`. */
function showOffset(offset: number): string {
  const time = showWall(Math.abs(offset)).slice(11);
  return `${offset < 0 ? '-' : '+'}${time.replace(/:00$/, '')}`;
}

const iso = (at: number): string => new Date(at).toISOString();
