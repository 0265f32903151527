import { describe, expect, it } from 'vitest';
import { findOccurrence } from '../../../shared/calendar/rules/rule-occurrence.ts';
import { placeSlot } from '../../../shared/calendar/slots/place-slot.ts';
import { calendarRangeSchema, rangeBounds } from '../../../shared/planner/calendar-range.ts';
import { aRule } from '../../support/calendar-factories.ts';

const iso = ({ from, to }: { from: number; to: number }) =>
  [from, to].map((at) => new Date(at).toISOString().slice(0, 16));

describe('a slot that is put at a local time', () => {
  it('has the instant of its zone', () => {
    expect(placeSlot({ date: '2026-07-01', time: '09:30', timezone: 'Europe/Berlin' })).toEqual({
      place: { date: '2026-07-01', time: '09:30', timezone: 'Europe/Berlin', instant: '2026-07-01T07:30:00.000Z' },
      notice: undefined,
    });
  });

  it('is stored with the time that it really has, and says so', () => {
    expect(placeSlot({ date: '2027-03-28', time: '02:30', timezone: 'Europe/Berlin' })).toMatchObject({
      place: { time: '03:30', instant: '2027-03-28T01:30:00.000Z' },
      notice: { code: 'local_time_moved' },
    });
  });
});

describe('an occurrence that is named', () => {
  const rule = aRule({ rrule: 'FREQ=WEEKLY;BYDAY=SU', time: '02:30', exdates: ['2027-04-04'] });

  it('is found by the local time of its rule, moved or not', () => {
    expect(findOccurrence(rule, '2027-03-21T02:30')).toMatchObject({
      slot: { key: '2027-03-21#01:30' },
      notice: undefined,
    });
    expect(findOccurrence(rule, '2027-03-28T02:30')).toMatchObject({
      slot: { key: '2027-03-28#01:30', time: '03:30', rule: { id: rule.id, occurrence: '2027-03-28T02:30' } },
      notice: { code: 'local_time_moved' },
    });
  });

  it.each(['2027-03-28T03:30', '2027-03-29T02:30', '2027-04-04T02:30', '2020-03-29T02:30'])(
    'is none of %s',
    (occurrence) => {
      expect(findOccurrence(rule, occurrence)).toBeUndefined();
    },
  );
});

describe('the range of a calendar', () => {
  const range = (from: string, to: string, timezone?: string) => calendarRangeSchema.safeParse({ from, to, timezone });

  it('is the days of its zone, its last one whole', () => {
    const bounds = (from: string, to: string, timezone?: string) => iso(rangeBounds(range(from, to, timezone).data!));
    expect(bounds('2026-07-01', '2026-07-31')).toEqual(['2026-07-01T00:00', '2026-08-01T00:00']);
    expect(bounds('2026-10-25', '2026-10-25', 'Europe/Berlin')).toEqual(['2026-10-24T22:00', '2026-10-25T23:00']);
    // In Cairo the midnight itself is skipped.
    expect(bounds('2026-04-24', '2026-04-24', 'Africa/Cairo')).toEqual(['2026-04-23T22:00', '2026-04-24T21:00']);
  });

  it('ends after it begins, and is no longer than a quarter of a year', () => {
    expect(range('2026-07-02', '2026-07-01').success).toBe(false);
    expect(range('2026-07-01', '2026-10-01').success).toBe(true);
    expect(range('2026-07-01', '2026-10-02').success).toBe(false);
    expect(range('2026-07-01', '2026-07-02', 'Mars/Olympus').success).toBe(false);
  });
});
