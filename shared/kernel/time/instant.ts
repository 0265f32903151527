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
 * time that does not exist moves to the next that does; one that exists twice is taken the first time.
 */
export function resolveScheduledTime(text: string, timezone: string | undefined): ScheduledTime | TimeProblem {
  if (timezone !== undefined && !isTimeZone(timezone)) {
    return { problem: 'unknown_timezone', message: `"${timezone}" is not an IANA time zone.` };
  }
  const absolute = instantOf(text);
  if (absolute !== undefined) {
    const local =
      timezone === undefined ? undefined : absolute.toZonedDateTimeISO(timezone).toPlainDateTime().toString();
    return { instant: iso(absolute), timezone, localTime: local, notice: undefined };
  }
  const plain = plainOf(text);
  if (plain === undefined) {
    return { problem: 'not_a_time', message: `"${text}" is not an ISO 8601 date and time.` };
  }
  if (timezone === undefined) {
    return { problem: 'needs_timezone', message: `"${text}" has no offset, so its instant depends on a time zone.` };
  }
  const zoned = plain.toZonedDateTime(timezone, { disambiguation: 'compatible' });
  return { instant: iso(zoned.toInstant()), timezone, localTime: plain.toString(), notice: noticeOf(plain, zoned) };
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
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) || text.includes('[')) return undefined;
  try {
    return Temporal.PlainDateTime.from(text);
  } catch {
    return undefined;
  }
}

function iso(instant: Temporal.Instant): string {
  return new Date(instant.epochMilliseconds).toISOString();
}
