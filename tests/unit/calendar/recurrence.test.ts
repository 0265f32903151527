import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextWallTime, wallTimesOf } from '../../../shared/calendar/rules/occurrences.ts';
import { type RecurringTime, recurrenceSchema, ruleOf } from '../../../shared/calendar/rules/recurrence.ts';
import { rruleProblem } from '../../../shared/calendar/rules/recurrence-rule.ts';
import { ruleProblems } from '../../../shared/calendar/rules/rule-problems.ts';
import { localDate, weekdayOf } from '../../../shared/kernel/time/local-time.ts';
import { ms } from '../../support/calendar-factories.ts';

const berlin = (rrule: string, fields: Partial<RecurringTime> = {}): RecurringTime => ({
  date: '2026-01-01',
  time: '09:30',
  timezone: 'Europe/Berlin',
  rrule,
  exdates: [],
  ...fields,
});
const days = (rule: RecurringTime, from: string, to: string) =>
  wallTimesOf(rule, ms(`${from}T00:00Z`), ms(`${to}T00:00Z`)).map(localDate);

describe('a recurring slot', () => {
  it.each([
    ['FREQ=MONTHLY;BYDAY=2TU', ['2026-01-13', '2026-02-10', '2026-03-10']],
    ['FREQ=MONTHLY;BYDAY=-1FR', ['2026-01-30', '2026-02-27', '2026-03-27']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', ['2026-01-01', '2026-02-02', '2026-03-02']],
    [
      'FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,TH',
      ['2026-01-01', '2026-01-26', '2026-01-29', '2026-02-23', '2026-02-26', '2026-03-23', '2026-03-26'],
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=31', ['2026-01-31', '2026-03-31']],
    ['FREQ=YEARLY;BYMONTH=2;BYDAY=1SU', ['2026-02-01']],
    ['FREQ=DAILY;COUNT=3', ['2026-01-01', '2026-01-02', '2026-01-03']],
    ['FREQ=DAILY;UNTIL=20260102', ['2026-01-01', '2026-01-02']],
    ['FREQ=DAILY;UNTIL=20260103T093000', ['2026-01-01', '2026-01-02', '2026-01-03']],
    // 09:30 in Berlin is 08:30 UTC: a minute before it is too late for the 3rd.
    ['FREQ=DAILY;UNTIL=20260103T082900Z', ['2026-01-01', '2026-01-02']],
    ['FREQ=DAILY;UNTIL=20260103T083000Z', ['2026-01-01', '2026-01-02', '2026-01-03']],
  ])('%s', (rrule, wanted) => {
    expect(rruleProblem(rrule)).toBeUndefined();
    expect(days(berlin(rrule), '2026-01-01', '2026-04-01')).toEqual(wanted);
  });

  it('leaves out its exceptions, which count all the same', () => {
    const rule = berlin('FREQ=DAILY;COUNT=4', { exdates: ['2026-01-02', '2026-01-03'] });
    expect(days(rule, '2026-01-01', '2027-01-01')).toEqual(['2026-01-01', '2026-01-04']);
  });

  it('means by "monthly" on the 31st the last day of a shorter month', () => {
    const rule = berlin('', { date: '2027-10-31', ...ruleOf('monthly', '2027-10-31') });
    const wanted = ['2027-10-31', '2027-11-30', '2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31'];
    expect(days(rule, '2027-10-01', '2028-04-01')).toEqual(wanted);
  });

  it.each(['daily', 'weekly', 'monthly'] as const)('comes %s from any first day on', (word) => {
    const day = fc.date({ min: new Date('2001-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (first) => {
        const date = first.toISOString().slice(0, 10);
        const rule = berlin('', { date, ...ruleOf(word, date) });
        const from = ms(`${date}T00:00Z`);
        const walls = wallTimesOf(rule, from, from + 400 * 86_400_000);
        expect(localDate(walls[0]!)).toBe(date);
        const gaps = walls.slice(1).map((wall, index) => (wall - walls[index]!) / 86_400_000);
        const [least, most] = { daily: [1, 1], weekly: [7, 7], monthly: [28, 31] }[word];
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(least!);
        expect(Math.max(...gaps)).toBeLessThanOrEqual(most!);
        if (word === 'weekly') expect(new Set(walls.map(weekdayOf)).size).toBe(1);
        if (word === 'monthly') expect(walls.length).toBeGreaterThanOrEqual(13);
      }),
      { numRuns: 60 },
    );
  });

  it('gives for a range what a longer range gives of it, and the next one is the first of what comes', () => {
    const rrules = ['FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;BYDAY=TU,SA;COUNT=300', 'FREQ=MONTHLY;BYDAY=-2WE'];
    const start = ms('2026-01-01T00:00Z');
    const offset = fc.integer({ min: 0, max: 900 * 1_440 });
    fc.assert(
      fc.property(fc.constantFrom(...rrules), offset, offset, (rrule, a, b) => {
        const rule = berlin(rrule);
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((minutes) => start + minutes * 60_000) as [
          number,
          number,
        ];
        const all = wallTimesOf(rule, start, start + 1_000 * 86_400_000);
        expect(wallTimesOf(rule, from, to)).toEqual(all.filter((wall) => wall >= from && wall < to));
        expect(nextWallTime(rule, from)).toBe(all.find((wall) => wall > from));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['FREQ=HOURLY', /does not fit FREQ/],
    ['FREQ=DAILY;BYHOUR=9,17', /make a slot for each time/],
    ['BYDAY=MO', /FREQ is missing/],
    ['FREQ=DAILY;FOO=1', /not a part of a rule/],
    ['FREQ=WEEKLY;BYDAY=', /does not fit BYDAY/],
    ['FREQ=YEARLY;BYMONTH=13', /does not fit BYMONTH/],
    ['FREQ=WEEKLY;BYDAY=2MO', /nth weekday/],
    ['FREQ=DAILY;COUNT=3;UNTIL=20270101', /exclude each other/],
    ['FREQ=DAILY;UNTIL=20260230', /not a day/],
    ['FREQ=DAILY;COUNT=0', /does not fit COUNT/],
    ['FREQ=DAILY;INTERVAL=0', /does not fit INTERVAL/],
    ['FREQ=DAILY;FREQ=WEEKLY', /said twice/],
    ['FREQ=MONTHLY;BYSETPOS=1', /needs another BY part/],
    ['FREQ=DAILY;BYDAY=MO;BYSETPOS=1', /DAILY has one/],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=8', /goes to 7/],
    ['FREQ=DAILY\nEXDATE:20260101T000000Z', /does not fit FREQ/],
    ['DTSTART:20200101T000000Z', /not a part of a rule/],
    ['', /not a part of a rule/],
  ])('refuses %j', (rrule, reason) => {
    expect(rruleProblem(rrule)).toMatch(reason);
    expect(recurrenceSchema.safeParse({ rrule }).success).toBe(false);
  });

  it('follows every rule that it accepts: none throws, none comes twice a day', () => {
    const number = (max: number) => fc.integer({ min: 1, max });
    const signed = (max: number) =>
      fc.tuple(fc.constantFrom('', '-'), number(max)).map(([sign, value]) => `${sign}${value}`);
    const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
    const some = (item: fc.Arbitrary<unknown>) =>
      fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(','));
    const part = (name: string, value: fc.Arbitrary<unknown>) =>
      fc.option(
        value.map((said) => `${name}=${said}`),
        { nil: '' },
      );
    const rrule = fc
      .tuple(
        fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').map((frequency) => `FREQ=${frequency}`),
        part('INTERVAL', number(999)),
        part('COUNT', number(4000)),
        part(
          'BYDAY',
          some(
            fc.oneof(
              weekday,
              fc.tuple(signed(53), weekday).map((pair) => pair.join('')),
            ),
          ),
        ),
        part('BYMONTHDAY', some(signed(31))),
        part('BYYEARDAY', some(signed(366))),
        part('BYWEEKNO', some(signed(53))),
        part('BYMONTH', some(number(12))),
        part('BYSETPOS', some(signed(366))),
        part('WKST', weekday),
      )
      .map((parts) => parts.filter((text) => text !== '').join(';'))
      .filter((text) => rruleProblem(text) === undefined);
    fc.assert(
      fc.property(rrule, (text) => {
        const rule = berlin(text, { date: '2001-05-17' });
        const walls = wallTimesOf(rule, ms('2030-01-01T00:00Z'), ms('2030-03-01T00:00Z'));
        expect(walls.length).toBeLessThanOrEqual(59);
        nextWallTime(rule, ms('2030-01-01T00:00Z'));
      }),
      { numRuns: 20 },
    );
  });

  it('says of a rule that never comes, or not any more, that it does not', () => {
    const now = ms('2026-06-01T00:00Z');
    const codes = (rrule: string) => ruleProblems(berlin(rrule), now).map(({ code }) => code);
    expect(codes('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')).toEqual(['no_occurrence']);
    expect(codes('FREQ=DAILY;UNTIL=20250101')).toEqual(['no_occurrence']);
    expect(codes('FREQ=DAILY;COUNT=5')).toEqual(['rule_ended']);
    expect(codes('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')).toEqual([]);
  });
});
