import { Temporal } from '@js-temporal/polyfill';
import { RRuleTemporal } from 'rrule-temporal';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { localDate, localDateTime, wallTime } from '../../kernel/time/local-time.ts';
import { wallClock } from '../../kernel/time/wall-clock.ts';
import type { RecurringTime } from './recurrence.ts';

/** A search for the next occurrence goes on from window to window, so that a daily rule does not make years of them. */
const SEARCH_DAYS = [0, 40, 400, 9 * 366];

/**
 * The wall times of a rule with `from <= wall < to`, in milliseconds as though in UTC, in order. The rule runs on
 * bare wall time: libraries leave out local times that the clocks skip, and ours must move instead.
 */
export function wallTimesOf(rule: RecurringTime, from: number, to: number): number[] {
  if (to <= from) return [];
  return compiled(rule)(from, to);
}

/** The first wall time after `after`; undefined where the rule has ended, or has none in the next nine years. */
export function nextWallTime(rule: RecurringTime, after: number): number | undefined {
  const between = compiled(rule);
  const begin = Math.max(after + 1, wallTime(rule.date, '00:00'));
  for (const [index, days] of SEARCH_DAYS.slice(1).entries()) {
    const [first] = between(begin + SEARCH_DAYS[index]! * DAY_MS, begin + days * DAY_MS);
    if (first !== undefined) return first;
  }
  return undefined;
}

function compiled(rule: RecurringTime): (from: number, to: number) => number[] {
  const set = new RRuleTemporal({
    rruleString: onWallTime(rule),
    dtstart: Temporal.ZonedDateTime.from(`${rule.date}T${rule.time}:00+00:00[UTC]`),
    strict: true,
    cache: false,
  });
  const left = new Set(rule.exdates);
  return (from, to) =>
    set
      .between(new Date(from), new Date(to - 1), true)
      .map((occurrence) => occurrence.epochMilliseconds)
      .filter((wall) => !left.has(localDate(wall)));
}

/** UNTIL as wall time, written with Z because that is the zone the rule is followed in. */
function onWallTime({ rrule, timezone }: RecurringTime): string {
  return rrule.replace(/UNTIL=([^;]+)/, (_, until: string) => {
    if (until.length === 8) return `UNTIL=${until}T235959Z`;
    if (!until.endsWith('Z')) return `UNTIL=${until}Z`;
    const [, year, month, day, hour, minute, second] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(until)!;
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return `UNTIL=${localDateTime(wallClock(timezone).wallOf(at)).replace(/[-:]/g, '')}00Z`;
  });
}
