import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wallClock } from '../../../shared/kernel/time/wall-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What a clock in the zone shows, from another source than the code's, in milliseconds as if it were UTC. */
function shownIn(timezone: string): (at: number) => number {
  const options = { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23', timeZone: timezone } as const;
  const format = new Intl.DateTimeFormat('sv-SE', options);
  return (at) => Date.parse(`${format.format(at).replace(' ', 'T')}:00Z`);
}

function changesOf(timezone: string): number[] {
  const found: number[] = [];
  let moment = Temporal.Instant.from('2025-01-01T00:00:00Z').toZonedDateTimeISO(timezone);
  for (let count = 0; count < 6; count += 1) {
    const next = moment.getTimeZoneTransition('next');
    if (next === null) break;
    found.push(next.epochMilliseconds);
    moment = next;
  }
  return found;
}

// Changes by an hour, by half an hour, at midnight, and back for one month.
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Casablanca'];
const changes = zones.flatMap((timezone) => changesOf(timezone).map((change) => ({ timezone, change })));
const nearChange = fc.record({
  where: fc.constantFrom(...changes),
  offset: fc.integer({ min: -150, max: 150 }).map((minutes) => minutes * MINUTE_MS),
});

describe('the moments at which a clock shows a time', () => {
  it('are the first that shows it or a later one, and the last that shows it, around every change', () => {
    expect(changes.length).toBeGreaterThanOrEqual(20);
    fc.assert(
      fc.property(nearChange, ({ where: { timezone, change }, offset }) => {
        const shown = shownIn(timezone);
        const wall = shown(change) + offset;
        // Every minute that could show it, however the clock is changed.
        const from = change + offset - 3 * HOUR_MS;
        const minutes = Array.from({ length: 6 * 60 }, (_, index) => from + index * MINUTE_MS);
        const first = minutes.find((at) => shown(at) >= wall)!;
        const last = minutes.findLast((at) => shown(at) === wall) ?? first;
        expect(wallClock(timezone).momentsOf(wall)).toEqual({ first, last });
      }),
      { numRuns: 200 },
    );
  });

  it('are one and the same far from a change, also after the clock has been asked about a change', () => {
    const clock = wallClock('Europe/Berlin');
    const wall = Date.parse('2027-10-31T02:30:00Z');
    expect(clock.momentsOf(wall)).toEqual({
      first: Date.parse('2027-10-31T00:30:00Z'),
      last: Date.parse('2027-10-31T01:30:00Z'),
    });
    const july = Date.parse('2027-07-01T07:00:00Z');
    expect(clock.momentsOf(Date.parse('2027-07-01T09:00:00Z'))).toEqual({ first: july, last: july });
  });

  it('have one answer whatever was asked before', () => {
    const asked = fc.array(nearChange, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), asked, (timezone, others) => {
        const clock = wallClock(timezone);
        for (const { where, offset } of others) {
          const wall = where.change + offset;
          expect(clock.momentsOf(wall)).toEqual(wallClock(timezone).momentsOf(wall));
          expect(clock.wallOf(wall)).toBe(shownIn(timezone)(wall));
        }
      }),
      { numRuns: 50 },
    );
  });
});
