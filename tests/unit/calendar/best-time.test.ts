import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BestTimeAsk, bestTime } from '../../../shared/calendar/times/best-time.ts';
import { type TimingCell, timingPatternSchema } from '../../../shared/calendar/times/timing-pattern.ts';
import { aCalendarSlot, ms, platformId } from '../../support/calendar-factories.ts';

/** A Wednesday, 12:00 in Berlin. */
const now = ms('2026-07-01T10:00Z');
const ask: BestTimeAsk = { now, timezone: 'Europe/Berlin', posts: [], slots: [], limits: {} };
const cell = (weekday: number, hour: number, score: number, sampleSize = 20, confidence = 0.8): TimingCell => ({
  weekday,
  hour,
  score,
  sampleSize,
  confidence,
});
const pattern = (...cells: TimingCell[]) =>
  timingPatternSchema.parse({
    platformId,
    patternType: 'timing',
    patternName: 'optimal_posting_times',
    timezone: 'America/New_York',
    metric: 'engagement_rate',
    sampleSize: cells.reduce((sum, { sampleSize }) => sum + sampleSize, 0),
    confidence: 0.8,
    from: '2026-04-01T00:00:00.000Z',
    to: '2026-06-30T00:00:00.000Z',
    computedAt: '2026-06-30T00:00:00.000Z',
    cells,
  });

describe('the best time', () => {
  it("is the seed's default until there is data, and says so", () => {
    expect(bestTime(ask)).toEqual({
      at: '2026-07-02T08:00:00.000Z',
      timezone: 'Europe/Berlin',
      localTime: '2026-07-02T10:00',
      why: {
        source: 'default',
        weekday: 4,
        hour: 10,
        sampleSize: 0,
        confidence: 0,
        message: 'Nothing is learned of this platform yet. Thursday between 10:00 and 11:00 is a usual good time.',
      },
    });
  });

  it("is the platform's best learned hour in its own zone, with what it rests on", () => {
    const found = bestTime({ ...ask, pattern: pattern(cell(4, 9, 1.2), cell(6, 18, 1.6), cell(5, 8, 1.3)) });
    expect(found).toMatchObject({
      at: '2026-07-04T22:00:00.000Z',
      localTime: '2026-07-05T00:00',
      why: { source: 'learned', weekday: 6, hour: 18, score: 1.6, sampleSize: 20, confidence: 0.8 },
    });
  });

  it('believes many posts more than a few lucky ones', () => {
    const found = bestTime({ ...ask, pattern: pattern(cell(4, 9, 1.3, 60, 0.9), cell(5, 9, 3, 3, 0.1)) });
    expect(found).toMatchObject({ why: { source: 'learned', weekday: 4, hour: 9 } });
    expect(bestTime({ ...ask, pattern: pattern(cell(5, 9, 3, 2, 0.9), cell(4, 9, 0.8)) })).toMatchObject({
      why: { source: 'default', message: expect.stringContaining('22 posts') },
    });
  });

  it('takes the open slot of its hour, goes around what is taken, and to the next best hour', () => {
    const thursday = (time: string) => `2026-07-02T${time}:00.000Z`;
    const posts = [{ id: 'a', at: thursday('08:00') }];
    expect(bestTime({ ...ask, posts })).toMatchObject({ at: thursday('08:15') });
    expect(bestTime({ ...ask, posts, limits: { minIntervalMinutes: 120 } })).toMatchObject({
      at: '2026-07-03T07:00:00.000Z',
      why: { weekday: 5, hour: 9 },
    });
    const slots = [aCalendarSlot(thursday('08:00'), { locked: true }), aCalendarSlot(thursday('08:40'))];
    expect(bestTime({ ...ask, slots })).toMatchObject({ at: thursday('08:40'), slotKey: '2026-07-02#08:40' });
  });

  it('falls back to the next free time where no good hour is free, and has none where nothing is', () => {
    const quietHours = [{ from: '08:00', to: '11:00', timezone: 'Europe/Berlin' }];
    expect(bestTime({ ...ask, quietHours })).toMatchObject({
      at: '2026-07-02T09:00:00.000Z',
      why: { source: 'fallback', weekday: 4, hour: 11 },
    });
    const always = [{ from: '00:00', to: '00:00', timezone: 'UTC' }];
    expect(bestTime({ ...ask, quietHours: always })).toMatchObject({ problem: { code: 'no_free_time' } });
  });

  it('looks from a later beginning on, within the window as it is counted from now', () => {
    const window = { maxLeadDays: 10 };
    const notBefore = ms('2026-07-10T10:00Z');
    expect(bestTime({ ...ask, notBefore })).toMatchObject({ at: '2026-07-13T07:00:00.000Z' });
    const within = bestTime({ ...ask, notBefore, window });
    expect(within).toMatchObject({ at: '2026-07-11T08:00:00.000Z', why: { source: 'fallback' } });
    const beyond = bestTime({ ...ask, notBefore: ms('2026-07-12T10:00Z'), window });
    expect(beyond).toMatchObject({ problem: { code: 'too_far', limit: 10 } });
  });

  it('says of a time in the good hour that it lies in that hour', () => {
    const posts = [{ id: 'a', at: '2026-07-02T08:00:00.000Z' }];
    const found = bestTime({ ...ask, posts });
    expect(found).toMatchObject({ localTime: '2026-07-02T10:15' });
    expect(found).toMatchObject({ why: { message: expect.stringContaining('Thursday between 10:00 and 11:00') } });
  });

  it('is always ahead, in the horizon and the window, and never in a taken slot, a full hour or quiet hours', () => {
    const minutes = fc.integer({ min: -1_440, max: 8 * 1_440 });
    const plan = fc.record({
      taken: fc.array(minutes, { maxLength: 20 }),
      slots: fc.array(minutes, { maxLength: 8 }),
      horizonDays: fc.integer({ min: 1, max: 10 }),
      cells: fc.uniqueArray(
        fc.tuple(
          fc.integer({ min: 1, max: 7 }),
          fc.integer({ min: 0, max: 23 }),
          fc.double({ min: 0, max: 3, noNaN: true }),
        ),
        {
          maxLength: 10,
          selector: ([weekday, hour]) => weekday * 24 + hour,
        },
      ),
      night: fc.boolean(),
    });
    fc.assert(
      fc.property(plan, ({ taken, slots, horizonDays, cells, night }) => {
        const iso = (offset: number) => new Date(now + offset * 60_000).toISOString();
        const quietHours = night ? [{ from: '20:00', to: '08:00', timezone: 'UTC' }] : [];
        const found = bestTime({
          ...ask,
          posts: taken.map((offset, index) => ({ id: `p${index}`, at: iso(offset) })),
          slots: slots.map((offset, index) =>
            aCalendarSlot(iso(offset), index % 2 === 0 ? { distributionId: `s${index}` } : { locked: true }),
          ),
          limits: { postsPerHour: 2, minIntervalMinutes: 20 },
          horizonDays,
          // The M31 queue's: not under five minutes, not over thirty days.
          window: { minLeadMinutes: 5, maxLeadDays: 30 },
          quietHours,
          pattern: pattern(...cells.map(([weekday, hour, score]) => cell(weekday, hour, score))),
        });
        if ('problem' in found) return;
        const at = Date.parse(found.at);
        expect(at).toBeGreaterThanOrEqual(now + 5 * 60_000);
        expect(at).toBeLessThan(now + horizonDays * 86_400_000);
        const offsets = taken.map((offset) => Math.abs(now + offset * 60_000 - at));
        expect(Math.min(...offsets, Number.POSITIVE_INFINITY)).toBeGreaterThan(19 * 60_000);
        expect(slots.map((offset) => now + offset * 60_000)).not.toContain(at);
        if (night) expect(new Date(at).getUTCHours()).toSatisfy((hour: number) => hour >= 8 && hour < 20);
      }),
      { numRuns: 200 },
    );
  });
});
