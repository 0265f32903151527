import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecurringTime } from '../../../shared/calendar/rules/recurrence.ts';
import {
  type LastRepeat,
  nextRepeat,
  repeatSchema,
  repeatsBetween,
} from '../../../shared/calendar/rules/repeat-series.ts';
import { ms } from '../../support/calendar-factories.ts';

const weekly: RecurringTime = {
  date: '2026-07-01',
  time: '09:00',
  timezone: 'Europe/Berlin',
  rrule: 'FREQ=WEEKLY;UNTIL=20261231',
  exdates: [],
};
const now = ms('2026-07-08T12:00Z');

describe('a post that repeats', () => {
  it('has one next occurrence, by local time over the change of the clocks, and the next text', () => {
    const last = { at: ms('2026-10-21T07:00Z'), occurrence: '2026-10-21T09:00', turn: 4 };
    expect(nextRepeat(weekly, { now: last.at, last, variations: 3 })).toEqual({
      state: 'next',
      at: '2026-10-28T08:00:00.000Z',
      occurrence: '2026-10-28T09:00',
      turn: 5,
      variation: 2,
      skipped: 0,
      notice: undefined,
    });
  });

  it('skips what an outage missed, and no text with it', () => {
    const last = { at: ms('2026-07-08T07:00Z'), occurrence: '2026-07-08T09:00', turn: 1 };
    const after = ms('2026-08-10T00:00Z');
    expect(nextRepeat(weekly, { now: after, last, variations: 5 })).toMatchObject({
      at: '2026-08-12T07:00:00.000Z',
      turn: 2,
      variation: 2,
      skipped: 4,
    });
  });

  it('does not burst where its rule is changed to one that began long ago', () => {
    const last = { at: ms('2026-07-08T07:00Z'), occurrence: '2026-07-08T09:00', turn: 1 };
    const hurried = { ...weekly, date: '2020-01-01', rrule: 'FREQ=DAILY;UNTIL=20261231' };
    expect(nextRepeat(hurried, { now, last, minGapMinutes: 3 * 1_440 })).toMatchObject({
      at: '2026-07-11T07:00:00.000Z',
      skipped: 2,
    });
  });

  it('counts the minimum gap on the local clock: a week apart is far enough where a week is asked for', () => {
    const begun = { at: ms('2026-07-01T07:00Z'), occurrence: '2026-07-01T09:00', turn: 0 };
    const next = (last: LastRepeat, rule = weekly, minGapMinutes = 7 * 1_440) =>
      nextRepeat(rule, { now: last.at, last, minGapMinutes });
    expect(next(begun)).toMatchObject({ occurrence: '2026-07-08T09:00' });
    // The night before loses an hour; then a night moves the time itself.
    const inMarch = { ...weekly, rrule: 'FREQ=WEEKLY;UNTIL=20270501' };
    const march = { at: ms('2027-03-24T08:00Z'), occurrence: '2027-03-24T09:00', turn: 0 };
    expect(next(march, inMarch)).toMatchObject({ occurrence: '2027-03-31T09:00', at: '2027-03-31T07:00:00.000Z' });
    const nightly = { ...weekly, time: '02:30', rrule: 'FREQ=DAILY;UNTIL=20270501' };
    const moved = { at: ms('2027-03-28T01:30Z'), occurrence: '2027-03-28T02:30', turn: 0 };
    expect(next(moved, nightly, 1_440)).toMatchObject({ occurrence: '2027-03-29T02:30' });
    // One that began outside its rule, by seconds; and one that really went out later.
    expect(next({ at: begun.at + 30_000, turn: 0 })).toMatchObject({ occurrence: '2026-07-08T09:00' });
    expect(next({ ...begun, at: begun.at + 3_600_000 })).toMatchObject({ occurrence: '2026-07-15T09:00' });
  });

  it('ends with its rule', () => {
    expect(nextRepeat(weekly, { now: ms('2027-01-01T00:00Z') })).toMatchObject({ state: 'ended' });
    expect(nextRepeat({ ...weekly, rrule: 'FREQ=DAILY;COUNT=7' }, { now })).toMatchObject({ state: 'ended' });
    expect(repeatSchema.safeParse({ rrule: 'FREQ=WEEKLY' }).success).toBe(false);
    expect(repeatSchema.safeParse({ rrule: 'FREQ=WEEKLY;COUNT=5' }).success).toBe(true);
  });

  it('names at its end what passed since its last post', () => {
    const rule = { ...weekly, rrule: 'FREQ=DAILY;COUNT=3' };
    const at = ms(`${rule.date}T12:00Z`);
    const second = {
      at: at + 86_400_000,
      occurrence: `${new Date(at + 86_400_000).toISOString().slice(0, 10)}T${rule.time}`,
      turn: 1,
    };
    const ended = nextRepeat(rule, { now: at + 5 * 86_400_000, last: second });
    const third = `${new Date(at + 2 * 86_400_000).toISOString().slice(0, 10)}T${rule.time}`;
    expect(ended).toMatchObject({ state: 'ended', missed: [{ occurrence: third }] });
    const last = { at: at + 2 * 86_400_000, occurrence: third, turn: 2 };
    expect(nextRepeat(rule, { now: at + 5 * 86_400_000, last })).toEqual({ state: 'ended', missed: [] });
  });

  it('is written as RFC 5545 lets it be written, and kept in one form', () => {
    for (const [said, kept] of [
      ['freq=monthly;bymonthday=01;count=010', 'FREQ=MONTHLY;BYMONTHDAY=1;COUNT=10'],
      [
        'RRULE:FREQ=WEEKLY;INTERVAL=02;BYDAY=mo,We;UNTIL=20270101t090000z',
        'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270101T090000Z',
      ],
      ['FREQ=MONTHLY;BYDAY=+01MO,-01FR;BYMONTH=03,10;COUNT=5', 'FREQ=MONTHLY;BYDAY=+1MO,-1FR;BYMONTH=3,10;COUNT=5'],
    ])
      expect(repeatSchema.parse({ rrule: said }).rrule).toBe(kept);
    for (const wrong of ['FREQ=DAILY;COUNT=0', 'FREQ=DAILY;COUNT=00', 'FREQ=MONTHLY;BYMONTHDAY=00;COUNT=2'])
      expect(repeatSchema.safeParse({ rrule: wrong }).success).toBe(false);
  });

  it('never comes twice, too near, out of turn or late, whatever outages and changes of the rule there are', () => {
    const rrules = [
      'FREQ=DAILY;COUNT=200',
      'FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20271231',
      'FREQ=DAILY;INTERVAL=2;UNTIL=20270601',
    ];
    const step = fc.record({
      rrule: fc.constantFrom(...rrules),
      time: fc.constantFrom('02:30', '09:00', '23:45'),
      date: fc.constantFrom('2024-01-01', '2026-07-01', '2026-10-20'),
      /** Minutes that pass after the last post before anybody looks for the next. */
      later: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 * 1_440 })),
    });
    const gap = fc.constantFrom(0, 60, 1_440, 10_080);
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), gap, (steps, minGapMinutes) => {
        let last: LastRepeat | undefined;
        let clock = ms('2026-07-01T00:00Z');
        for (const { rrule, time, date, later } of steps) {
          clock += later * 60_000;
          const rule = { ...weekly, rrule, time, date };
          const next = nextRepeat(rule, { now: clock, last, minGapMinutes, variations: 3 });
          if (next.state === 'ended') continue;
          const at = Date.parse(next.at);
          expect(at).toBeGreaterThan(clock);
          // The gap is one of the local clock, which loses an hour in a night of spring.
          const nearest = Math.max((minGapMinutes - 60) * 60_000, 1);
          if (last !== undefined) expect(at - last.at).toBeGreaterThanOrEqual(nearest);
          expect(next.turn).toBe(last === undefined ? 0 : last.turn + 1);
          expect(next.variation).toBe(next.turn % 3);
          last = { at, occurrence: next.occurrence, turn: next.turn };
          clock = at;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is planned for a range just as it then comes, one after the other', () => {
    const rrule = fc.constantFrom(
      'FREQ=DAILY;COUNT=90',
      'FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20271231',
      'FREQ=MONTHLY;COUNT=9',
    );
    const time = fc.constantFrom('02:30', '09:00', '23:45');
    const timezone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Apia');
    const days = (most: number) => fc.integer({ min: 0, max: most }).map((day) => day * 86_400_000 + 12_345);
    const gap = fc.constantFrom(0, 2_000, 10_080);
    const lastBefore = fc.option(days(20), { nil: undefined });
    fc.assert(
      fc.property(
        rrule,
        time,
        timezone,
        days(200),
        days(90),
        gap,
        lastBefore,
        (rrule, time, zone, lead, length, minGapMinutes, before) => {
          const rule = { ...weekly, rrule, time, timezone: zone };
          const last = before === undefined ? undefined : { at: now - before, turn: 3 };
          const from = now - 10 * 86_400_000 + lead;
          const to = from + length;
          const planned = repeatsBetween(rule, { now, last, minGapMinutes, from, to });
          const one: typeof planned = [];
          for (let previous: LastRepeat | undefined = last; ; ) {
            const next = nextRepeat(rule, { now: Math.max(now, previous?.at ?? now), last: previous, minGapMinutes });
            if (next.state === 'ended' || Date.parse(next.at) >= to) break;
            const { at, occurrence, turn } = next;
            previous = { at: Date.parse(at), occurrence, turn };
            if (previous.at >= from) one.push({ at, occurrence, turn });
          }
          expect(planned).toEqual(one);
        },
      ),
      { numRuns: 60 },
    );
  });
});
