import { describe, expect, it } from 'vitest';
import { gapProblems } from '../../../shared/calendar/rules/repeat-gaps.ts';
import { ms } from '../../support/calendar-factories.ts';

const now = ms('2026-12-01T12:00Z');
const problems = (rrule: string, date = '2026-12-02', exdates: string[] = []) =>
  gapProblems({ date, time: '09:00', timezone: 'Europe/Berlin', rrule, exdates }, now).map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('a series whose posts could never be made', () => {
  it.each([
    'FREQ=YEARLY;INTERVAL=6;COUNT=3',
    'FREQ=YEARLY;INTERVAL=10;COUNT=3',
    'FREQ=YEARLY;INTERVAL=999;COUNT=2',
    'FREQ=MONTHLY;INTERVAL=61;COUNT=3',
    'FREQ=WEEKLY;INTERVAL=300;COUNT=3',
    'FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;COUNT=5',
  ])('is refused where its rule leaves more than five years out: %s', (rrule) => {
    expect(problems(rrule)).toEqual(['/repeat/rrule too_rare']);
  });

  it('is refused where it begins later than anything can be planned', () => {
    expect(problems('FREQ=DAILY;COUNT=3', '2040-01-01')).toEqual(['/date time_too_far']);
  });

  it('is refused where the dates that it leaves out make such a gap', () => {
    const left = [2027, 2028, 2029, 2030, 2031].map((year) => `${year}-12-02`);
    expect(problems('FREQ=YEARLY;COUNT=8', '2026-12-02', left)).toEqual(['/repeat/rrule too_rare']);
    expect(problems('FREQ=YEARLY;COUNT=8', '2026-12-02', left.slice(1))).toEqual([]);
  });

  it.each([
    'FREQ=YEARLY;INTERVAL=5;COUNT=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=40',
    'FREQ=MONTHLY;INTERVAL=60;COUNT=3',
    'FREQ=DAILY;COUNT=4000',
    'FREQ=DAILY;INTERVAL=999;COUNT=4',
    'FREQ=YEARLY;INTERVAL=10;COUNT=1',
  ])('is taken where every post can be made: %s', (rrule) => {
    expect(problems(rrule)).toEqual([]);
  });
});
