import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../shared/kernel/time/durations.ts';
import { resolveScheduledTime } from '../../../shared/kernel/time/instant.ts';
import { wallClock } from '../../../shared/kernel/time/wall-clock.ts';
import { isTimeZone } from '../../../shared/kernel/time/zone-offset.ts';

// Functions reckon with zones by themselves, for Temporal takes as long to load as the client of the table.

const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/GMT+5', 'EST5EDT', 'Asia/Calcutta', 'europe/berlin'];
const zone = fc.constantFrom(...zones);

/** A moment near a change of the zone's clock, where it has one around that year; else any. */
const momentOf = (timezone: string, year: number, shift: number) => {
  const begin = Temporal.Instant.from(`${year}-01-01T00:00Z`).toZonedDateTimeISO(timezone);
  return (begin.getTimeZoneTransition('next') ?? begin).epochMilliseconds + shift;
};
const shift = fc.oneof(
  fc.constantFrom(-DAY_MS, -HOUR_MS, -1, 0, 1, HOUR_MS / 2, HOUR_MS, DAY_MS),
  fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }),
);

describe('time as Temporal has it', () => {
  it('shows on the clock of every zone, around the changes above all', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 1950, max: 2090 }), shift, (timezone, year, by) => {
        const at = momentOf(timezone, year, by);
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
        expect(wallClock(timezone).wallOf(at)).toBe(at + zoned.offsetNanoseconds / 1e6);
      }),
    );
  });

  it('is the same moment for a written time of every zone', () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: 1950, max: 2090 }), shift, (timezone, year, by) => {
        const written = new Date(momentOf(timezone, year, by)).toISOString().slice(0, -1);
        const expected = Temporal.PlainDateTime.from(written).toZonedDateTime(timezone);
        const { epochMilliseconds: later } = expected
          .toPlainDateTime()
          .toZonedDateTime(timezone, { disambiguation: 'later' });
        const read = resolveScheduledTime(written, timezone);
        expect(read).toMatchObject({
          instant: new Date(expected.epochMilliseconds).toISOString(),
          localTime: Temporal.PlainDateTime.from(written).toString(),
        });
        const isPlain = later === expected.epochMilliseconds && expected.toPlainDateTime().equals(written);
        expect('notice' in read && read.notice === undefined).toBe(isPlain);
      }),
    );
  });

  it('is read from whatever Temporal reads, and from nothing else', () => {
    const two = (min: number, max: number) => fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'));
    const clock = fc.tuple(
      two(0, 25),
      two(0, 61),
      two(0, 62),
      fc.constantFrom('', '.5', '.123456789', ',25', '.1234567890'),
    );
    const text = fc.tuple(
      fc.tuple(fc.constantFrom('2026', '1969', '0001', '+012026', '-000001', '-000000'), two(0, 13), two(0, 32)),
      fc.constantFrom('T', 't', ' ', '  ', ''),
      clock,
      fc.constantFrom('Z', 'z', '+01:00', '-0530', '+05', '+24:00', '+01:60', '+1', '+01:00:30'),
      fc.constantFrom('', '[u-ca=iso8601]', '[!u-ca=iso8601]', '[foo=bar]', '[!foo=bar]', '[+01:00]', '[', 'x'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(text, ([day, sign, [hour, minute, second, fraction], offset, note, isShort]) => {
        const written = isShort
          ? `${day.join('')}${sign}${hour}${minute}${second}${fraction}${offset}${note}`
          : `${day.join('-')}${sign}${hour}:${minute}:${second}${fraction}${offset}${note}`;
        let expected: string | undefined;
        try {
          expected = new Date(Temporal.Instant.from(written).epochMilliseconds).toISOString();
        } catch {}
        const read = resolveScheduledTime(written, undefined);
        expect('instant' in read ? read.instant : undefined).toBe(expected);
      }),
    );
  });

  it('knows every zone of the IANA database and no other name', () => {
    for (const name of zones) expect(isTimeZone(name), name).toBe(true);
    for (const name of ['PST', 'BST', 'IST', 'Mars/Olympus', '+02:00', 'GMT+25', ''])
      expect(isTimeZone(name)).toBe(false);
  });
});
