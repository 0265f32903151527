import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietSpans } from '../../../shared/accounts/quiet-hours.ts';
import { findConflicts, type NearbyPosts } from '../../../shared/calendar/times/find-conflicts.ts';
import { freeTimes } from '../../../shared/calendar/times/free-times.ts';
import { nextFreeSlot } from '../../../shared/calendar/times/next-slot.ts';
import { proposeTimes } from '../../../shared/calendar/times/propose-times.ts';
import { resolveConflict } from '../../../shared/calendar/times/resolve-conflict.ts';
import { aCalendarSlot, ms } from '../../support/calendar-factories.ts';

const post = (id: string, time: string, contentHash?: string) => ({
  id,
  at: `2026-07-01T${time}:00.000Z`,
  contentHash,
});
const at = (time: string) => `2026-07-01T${time}:00.000Z`;
const nothing: NearbyPosts = { posts: [], slots: [], limits: {} };
const day = { from: ms('2026-07-01T06:00Z'), to: ms('2026-07-02T00:00Z') };
const codes = (asked: Parameters<typeof findConflicts>[0], around: Partial<NearbyPosts>) =>
  findConflicts(asked, { ...nothing, ...around }).map(({ code }) => code);

describe('a time that is asked for', () => {
  it('has no conflict where nothing is in its way, its own old place included', () => {
    const posts = [post('self', '09:00', 'hash')];
    const slots = [aCalendarSlot(at('09:00'), { distributionId: 'self' })];
    const limits = { postsPerHour: 1, postsPerDay: 1, minIntervalMinutes: 60 };
    expect(codes({ id: 'self', at: at('09:00'), contentHash: 'hash' }, { posts, slots, limits })).toEqual([]);
  });

  it('conflicts with each limit that it breaks, by name and by whom', () => {
    const posts = [post('a', '09:00'), post('b', '09:40')];
    const limits = { postsPerHour: 2, postsPerDay: 2, minIntervalMinutes: 30 };
    const conflicts = findConflicts({ at: at('09:50') }, { posts, slots: [], limits });
    expect(conflicts).toMatchObject([
      { code: 'posts_per_hour', kind: 'limit', limit: 2, actual: 2, with: ['a', 'b'] },
      { code: 'posts_per_day', kind: 'limit', limit: 2, actual: 2 },
      { code: 'min_interval', kind: 'limit', limit: 30, actual: 10, with: ['b'] },
    ]);
    expect(codes({ at: at('10:10') }, { posts, limits: { postsPerHour: 2, minIntervalMinutes: 30 } })).toEqual([]);
    // The ledger does not mind a second either.
    expect(codes({ at: '2026-07-01T10:09:59.000Z' }, { posts, limits: { minIntervalMinutes: 30 } })).toEqual([]);
    expect(codes({ at: '2026-07-01T10:09:57.000Z' }, { posts, limits: { minIntervalMinutes: 30 } })).toEqual([
      'min_interval',
    ]);
  });

  it('conflicts with a taken slot, a locked slot, and the same text a day around', () => {
    const slots = [
      aCalendarSlot(at('09:00'), { distributionId: 'other' }),
      aCalendarSlot(at('10:00'), { locked: true }),
    ];
    expect(codes({ at: at('09:00') }, { slots })).toEqual(['slot_taken']);
    expect(codes({ at: at('10:00') }, { slots })).toEqual(['slot_locked']);
    expect(codes({ at: at('11:00') }, { slots })).toEqual([]);
    const posts = [post('a', '09:00', 'hash')];
    expect(codes({ at: at('20:00'), contentHash: 'hash' }, { posts })).toEqual(['same_text']);
    expect(codes({ at: '2026-07-02T09:01:00.000Z', contentHash: 'hash' }, { posts })).toEqual([]);
    expect(codes({ at: at('20:00'), contentHash: 'another' }, { posts })).toEqual([]);
  });
});

describe('what becomes of a conflict', () => {
  const limit = findConflicts(
    { at: at('09:10') },
    { ...nothing, posts: [post('a', '09:00')], limits: { minIntervalMinutes: 30 } },
  );
  const taken = findConflicts(
    { at: at('09:00') },
    { ...nothing, slots: [aCalendarSlot(at('09:00'), { distributionId: 'x' })] },
  );
  const text = findConflicts({ at: at('09:10'), contentHash: 'h' }, { ...nothing, posts: [post('a', '09:00', 'h')] });
  const next = { at: at('12:00') };
  const proposals = () => ({ nearest: [next], next });
  const none = () => ({ nearest: [], next: undefined });

  it.each([
    ['nothing', [], undefined, 'keep'],
    ['a limit', limit, undefined, 'keep'],
    ['a taken slot', taken, undefined, 'refuse'],
    ['the same text', text, undefined, 'refuse'],
    ['a limit', limit, 'reject', 'refuse'],
    ['a limit', limit, 'next_free', 'move'],
    ['a taken slot', taken, 'next_free', 'move'],
    ['the same text', text, 'next_free', 'move'],
    ['a limit', limit, 'override', 'keep'],
    ['a taken slot', taken, 'override', 'keep'],
    ['the same text', text, 'override', 'refuse'],
    ['a limit and a taken slot', [...limit, ...taken], undefined, 'refuse'],
  ] as const)('%s (%o) with onConflict %s: %s', (_, conflicts, onConflict, action) => {
    const settled = resolveConflict([...conflicts], onConflict, proposals);
    expect(settled.action).toBe(action);
    if (settled.action === 'keep') expect(settled.warnings).toEqual(conflicts);
    if (settled.action === 'refuse') expect(settled).toMatchObject({ conflicts, proposals: [next] });
    if (settled.action === 'move') expect(settled).toMatchObject({ to: next, because: conflicts });
  });

  it('leaves a taken slot to the post that holds it, and refuses where nothing is free', () => {
    expect(resolveConflict(taken, 'override', proposals)).toMatchObject({ takesSlot: false });
    expect(resolveConflict(limit, undefined, proposals)).toMatchObject({ takesSlot: true });
    expect(resolveConflict(limit, 'next_free', none)).toMatchObject({ action: 'refuse', proposals: [] });
  });
});

describe('the proposed times', () => {
  it('are the nearest free ones before and after', () => {
    const ask = { ...nothing, ...day, posts: [post('a', '10:00')], limits: { minIntervalMinutes: 60 } };
    const { nearest, next } = proposeTimes({ ...ask, at: at('10:05') });
    expect(nearest.map((proposal) => proposal.at)).toEqual([at('11:00'), at('09:00'), at('12:00')]);
    expect(next).toEqual({ at: at('11:00') });
  });

  it('are free slots for who asked for a slot', () => {
    const slots = [
      aCalendarSlot(at('08:00')),
      aCalendarSlot(at('09:00'), { distributionId: 'x' }),
      aCalendarSlot(at('10:00'), { locked: true }),
      aCalendarSlot(at('17:00')),
    ];
    const { nearest, next } = proposeTimes({ ...nothing, ...day, slots, posts: [post('x', '09:00')], at: at('09:00') });
    expect(nearest.slice(0, 2)).toEqual([
      { at: at('08:00'), slotKey: '2026-07-01#08:00' },
      { at: at('17:00'), slotKey: '2026-07-01#17:00' },
    ]);
    expect(nearest).toHaveLength(3);
    expect(next).toEqual({ at: at('17:00'), slotKey: '2026-07-01#17:00' });
    expect(nextFreeSlot({ ...nothing, slots, from: ms(at('08:30')), to: day.to })).toMatchObject({
      instant: at('17:00'),
    });
  });

  it('are none where nothing is free', () => {
    const ask = { ...nothing, ...day, posts: [post('a', '10:00')], limits: { postsPerDay: 1 } };
    expect(proposeTimes({ ...ask, at: at('10:00') })).toEqual({ nearest: [], next: undefined });
  });

  it('have nothing in their way, and nothing free lies nearer', () => {
    const minute = fc.integer({ min: 0, max: 2 * 1_440 - 1 });
    const start = ms('2026-07-01T00:00Z');
    const time = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
    const plan = fc.record({
      posts: fc.array(fc.tuple(minute, fc.constantFrom('h', undefined)), { maxLength: 25 }),
      slots: fc.uniqueArray(fc.tuple(minute, fc.constantFrom('open', 'locked', 'taken')), {
        maxLength: 6,
        selector: ([at]) => at,
      }),
      limits: fc.record(
        {
          postsPerHour: fc.integer({ min: 1, max: 3 }),
          postsPerDay: fc.integer({ min: 1, max: 8 }),
          minIntervalMinutes: fc.integer({ min: 1, max: 200 }),
        },
        { requiredKeys: [] },
      ),
      quiet: fc.boolean().map((night) => (night ? [{ from: '22:00', to: '07:00', timezone: 'Europe/Berlin' }] : [])),
      asked: minute,
      // The same text blocks a day to each side, and hides what else is in the way.
      hash: fc.constantFrom(undefined, undefined, undefined, 'h'),
    });
    fc.assert(
      fc.property(plan, ({ posts, slots, limits, quiet, asked, hash }) => {
        const ask = {
          posts: posts.map(([at, contentHash], index) => ({ id: `p${index}`, at: time(at), contentHash })),
          slots: slots.map(([at, kind]) =>
            aCalendarSlot(time(at), { locked: kind === 'locked', ...(kind === 'taken' && { distributionId: 'x' }) }),
          ),
          limits,
          quietHours: quiet,
          contentHash: hash,
          from: start,
          to: start + 2 * 86_400_000,
        };
        const inQuiet = quietSpans(quiet);
        const clear = (at: number) =>
          findConflicts({ at: new Date(at).toISOString(), contentHash: hash }, ask).length === 0 &&
          inQuiet(at) === undefined &&
          !ask.posts.some((other) => Date.parse(other.at) === at);
        const grid = Array.from({ length: 2 * 288 }, (_, index) => start + index * 300_000).filter(clear);
        const askedAt = start + asked * 60_000;
        const free = freeTimes(ask);
        expect(free.next(askedAt)).toBe(grid.find((at) => at >= askedAt));
        expect(free.previous(askedAt)).toBe(grid.findLast((at) => at <= askedAt));
        for (const { at } of proposeTimes({ ...ask, at: time(asked) }).nearest)
          expect(clear(Date.parse(at)), at).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('quiet hours', () => {
  it.each([
    // Skipped: 02:00 to 03:00. The clock shows 03:00 at 01:00Z.
    ['2027-03-28', '02:30', '06:00', '01:00', '04:00'],
    ['2027-03-28', '01:00', '02:30', '00:00', '01:00'],
    // Twice: 02:00 to 03:00, from 00:00Z and from 01:00Z on.
    ['2027-10-31', '00:00', '02:30', '2027-10-30T22:00', '01:30'],
    ['2027-10-31', '02:30', '06:00', '00:30', '05:00'],
  ])('are what the clock of Berlin shows on %s from %s to %s, when it changes too', (day, from, to, first, end) => {
    const at = (time: string) => Date.parse(time.length > 5 ? `${time}Z` : `${day}T${time}Z`);
    const span = quietSpans([{ from, to, timezone: 'Europe/Berlin' }]);
    expect(span(at(first))).toEqual({ from: at(first), to: at(end) });
    expect(span(at(end) - 1)).toEqual({ from: at(first), to: at(end) });
    expect(span(at(end))).toBeUndefined();
    expect(span(at(first) - 1)).toBeUndefined();
  });

  it('run into the next day, on the weekdays that they begin on, by the clock of their zone', () => {
    const span = quietSpans([{ from: '22:00', to: '06:00', timezone: 'Europe/Berlin', weekdays: [6] }]);
    // The night of the change of 2026-10-24: one hour longer.
    expect(span(ms('2026-10-25T04:59Z'))).toEqual({ from: ms('2026-10-24T20:00Z'), to: ms('2026-10-25T05:00Z') });
    expect(span(ms('2026-10-25T05:00Z'))).toBeUndefined();
    expect(span(ms('2026-10-25T21:30Z'))).toBeUndefined();
  });

  it('are the whole day where both ends are the same', () => {
    const span = quietSpans([{ from: '00:00', to: '00:00', timezone: 'UTC', weekdays: [7] }]);
    expect(span(ms('2026-07-05T23:59Z'))).toEqual({ from: ms('2026-07-05T00:00Z'), to: ms('2026-07-06T00:00Z') });
    expect(span(ms('2026-07-06T00:00Z'))).toBeUndefined();
  });
});
