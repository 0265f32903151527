import { Temporal } from '@js-temporal/polyfill';
import { describe, expect, it } from 'vitest';
import { expandSlots } from '../../../shared/calendar/rules/expand-slots.ts';
import { aRule } from '../../support/calendar-factories.ts';

const DAY_MS = 86_400_000;

/** What a clock on the wall of the zone shows, from another source than the code's: `YYYY-MM-DDTHH:MM`. */
function wallOf(timezone: string): (at: number) => string {
  const options = { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23', timeZone: timezone } as const;
  const format = new Intl.DateTimeFormat('sv-SE', options);
  return (at) => format.format(at).replace(' ', 'T');
}

const UNCHANGED_AT = Date.parse('2027-03-01T00:00:00Z');

/** In milliseconds, on a day on which it stays the same everywhere. */
function offsetOf(timezone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(UNCHANGED_AT).toZonedDateTimeISO(timezone).offsetNanoseconds / 1e6;
}

function transitions(timezone: string): { at: number; before: number; after: number }[] {
  const found = [];
  const end = Date.parse('2031-01-01T00:00:00Z');
  let moment = Temporal.Instant.from('2024-01-01T00:00:00Z').toZonedDateTimeISO(timezone);
  for (;;) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= end) return found;
    const offset = (zoned: Temporal.ZonedDateTime) => zoned.offsetNanoseconds / 1e6;
    found.push({
      at: next.epochMilliseconds,
      before: offset(next.subtract({ milliseconds: 1 })),
      after: offset(next),
    });
    moment = next;
  }
}

describe('recurring slots in every zone, around every change of its clocks from 2024 to 2030', () => {
  const all = Intl.supportedValuesOf('timeZone').map((timezone) => ({ timezone, changes: transitions(timezone) }));
  // Berlin and Paris are one clock under two names: each clock is tried once, under the first name that it has.
  const clocks = Map.groupBy(all, ({ timezone, changes }) => JSON.stringify([offsetOf(timezone), changes]));
  const zones = [...clocks.values()].map(([first]) => first!);
  const seen = { kept: 0, local_time_moved: 0, local_time_twice: 0 };

  /** Each local day around the change has its one occurrence, at the rule's time or with the reason why not. */
  function check(
    timezone: string,
    offsets: number[],
    time: string,
    rrule: string,
    [from, to]: [number, number],
    days: number,
  ) {
    const shown = wallOf(timezone);
    const start = new Date(from - 30 * DAY_MS).toISOString().slice(0, 10);
    const rule = aRule({ timezone, time, rrule, date: start });
    const { slots, notices } = expandSlots({ rules: [rule], slots: [], from, to });
    const occurrences = slots.map((slot) => slot.rule!.occurrence);
    expect(new Set(occurrences).size, `${timezone} ${occurrences}`).toBe(occurrences.length);
    expect(slots.length, `${timezone} ${occurrences}`).toBeGreaterThanOrEqual(days);
    for (const { key, instant, date, time: shownTime, rule } of slots) {
      const at = Date.parse(instant);
      const wanted = rule!.occurrence;
      const where = `${timezone} ${wanted} is ${instant}`;
      expect(`${date}T${shownTime}`, where).toBe(shown(at));
      // Every instant at which the wall shows that time.
      const asUtc = Date.parse(`${wanted}:00Z`);
      const instants = [...new Set(offsets)].map((offset) => asUtc - offset).filter((at) => shown(at) === wanted);
      const codes = notices.filter((notice) => notice.key === key).map(({ code }) => code);
      if (instants.length === 0) {
        expect(codes, where).toEqual(['local_time_moved']);
        expect(Date.parse(`${shown(at)}:00Z`) - asUtc, where).toBeGreaterThan(0);
        expect(Date.parse(`${shown(at)}:00Z`) - asUtc, where).toBeLessThanOrEqual(2 * 3_600_000);
      } else expect(at, where).toBe(Math.min(...instants));
      if (instants.length === 1) expect(codes, where).toEqual([]);
      if (instants.length > 1) expect(codes, where).toEqual(['local_time_twice']);
      if (codes[0] === undefined) seen.kept += 1;
      else seen[codes[0] as 'local_time_moved' | 'local_time_twice'] += 1;
    }
  }

  it('keep a daily 02:30', () => {
    for (const { timezone, changes } of zones) {
      for (const { at, before, after } of changes) {
        check(timezone, [before, after], '02:30', 'FREQ=DAILY', [at - 1.5 * DAY_MS, at + 1.5 * DAY_MS], 2);
      }
    }
    expect(all.length).toBeGreaterThan(400);
    expect(zones.length).toBeGreaterThan(60);
    expect(seen.kept).toBeGreaterThan(500);
    expect(seen.local_time_moved).toBeGreaterThan(40);
    expect(seen.local_time_twice).toBeGreaterThan(40);
  });

  it('keep a weekly slot in the very hour that is skipped or comes twice', () => {
    const changed = { ...seen };
    for (const { timezone, changes } of zones) {
      for (const { at, before, after } of changes) {
        // A minute into what is skipped, or into what comes twice.
        const wall = new Date(at + Math.min(before, after) + 60_000).toISOString();
        const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][new Date(wall).getUTCDay()];
        const range: [number, number] = [at - 8 * DAY_MS, at + 8 * DAY_MS];
        check(timezone, [before, after], wall.slice(11, 16), `FREQ=WEEKLY;BYDAY=${weekday}`, range, 2);
      }
    }
    const count = zones.reduce((sum, { changes }) => sum + changes.length, 0);
    const special = seen.local_time_moved + seen.local_time_twice;
    expect(special - changed.local_time_moved - changed.local_time_twice).toBeGreaterThanOrEqual(count * 0.95);
  });

  it('keep their time where the clocks never change', () => {
    for (const { timezone } of zones.filter(({ changes }) => changes.length === 0)) {
      const from = UNCHANGED_AT;
      check(timezone, [offsetOf(timezone)], '02:30', 'FREQ=DAILY', [from, from + 4 * DAY_MS], 3);
    }
  });
});
