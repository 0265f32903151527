import { Temporal } from '@js-temporal/polyfill';

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
  const absolute = instantOf(written.time);
  if (absolute !== undefined) {
    const wrong = written.critical && contradiction(written, absolute);
    if (wrong) return { problem: 'not_a_time', message: `"${text}" contradicts itself: ${wrong}.` };
    const local = zone === undefined ? undefined : absolute.toZonedDateTimeISO(zone).toPlainDateTime().toString();
    return { instant: iso(absolute), timezone: zone, localTime: local, notice: undefined };
  }
  const plain = plainOf(written.time);
  if (plain === undefined) {
    return { problem: 'not_a_time', message: `"${text}" is not an ISO 8601 date and time.` };
  }
  if (zone === undefined) {
    return { problem: 'needs_timezone', message: `"${text}" has no offset, so its instant depends on a time zone.` };
  }
  const zoned = plain.toZonedDateTime(zone, { disambiguation: 'compatible' });
  return {
    instant: iso(zoned.toInstant()),
    timezone: zone,
    localTime: plain.toString(),
    notice: noticeOf(plain, zoned),
  };
}

interface WrittenTime {
  time: string;
  /** In brackets behind the time. */
  zone: string | undefined;
  /** With `!` before the zone: an offset that is not the zone's must not be passed over. */
  critical: boolean;
}

/** Other annotations (`[u-ca=…]`) stay with the time. */
function splitZone(text: string): WrittenTime {
  const found = /^([^[\]]{1,60})\[(!?)([A-Za-z][\w+/-]{0,49})\](.*)$/s.exec(text);
  if (found === null) return { time: text, zone: undefined, critical: false };
  const [, time = '', mark, zone, more = ''] = found;
  return { time: time + more, zone, critical: mark === '!' };
}

/** `Z` says nothing of the place, and so contradicts no zone (RFC 9557, 2.2). */
function contradiction({ time, zone = '' }: WrittenTime, instant: Temporal.Instant): string | undefined {
  const said = /([+-])(\d{2}):?(\d{2})?(?::?\d{2})?(?:\[|$)/.exec(time);
  if (said === null || /z(?:\[|$)/i.test(time)) return undefined;
  const [, sign, hours, minutes = '0'] = said;
  const minutesEast = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const actual = instant.toZonedDateTimeISO(zone);
  return minutesEast * 60e9 === actual.offsetNanoseconds ? undefined : `at that moment ${zone} has ${actual.offset}`;
}

export function isTimeZone(name: string): boolean {
  // An offset such as "+02:00" is a valid Temporal zone, but keeps no rules: it is not an IANA name.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

function noticeOf(plain: Temporal.PlainDateTime, zoned: Temporal.ZonedDateTime): string | undefined {
  const actual = zoned.toPlainDateTime();
  if (!actual.equals(plain)) {
    return `${plain.toString()} does not exist in ${zoned.timeZoneId} (clocks go forward): it becomes ${actual.toString()}.`;
  }
  const later = plain.toZonedDateTime(zoned.timeZoneId, { disambiguation: 'later' });
  if (later.epochMilliseconds === zoned.epochMilliseconds) return undefined;
  return `${plain.toString()} exists twice in ${zoned.timeZoneId} (clocks go back): the first is taken.`;
}

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}

function plainOf(text: string): Temporal.PlainDateTime | undefined {
  if (!/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}/.test(text) || text.includes('[')) return undefined;
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return undefined;
  }
}

function iso(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString();
}
