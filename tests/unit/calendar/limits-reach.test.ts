import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../../shared/calendar/times/find-conflicts.ts';
import { limitsReach } from '../../../shared/calendar/times/limits-reach.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/kernel/time/durations.ts';

const START = Date.parse('2027-03-10T00:00:00.000Z');
const maybe = (min: number, max: number) => fc.option(fc.integer({ min, max }), { nil: undefined });
const limits = fc.record({ postsPerHour: maybe(1, 3), postsPerDay: maybe(1, 6), minIntervalMinutes: maybe(1, 600) });
const moment = fc.integer({ min: 0, max: 4 * DAY_MS }).map((offset) => START + offset);

describe('what a new post on a limited account has to read', () => {
  it('holds every post that can be in its way', () => {
    fc.assert(
      fc.property(limits, moment, fc.array(moment, { maxLength: 30 }), (some, at, others) => {
        const posts = others.map((time, nth) => ({ id: `post ${nth}`, at: new Date(time).toISOString() }));
        const reach = limitsReach(some, at) ?? { from: 0, to: 0 };
        const read = posts.filter((post) => Date.parse(post.at) >= reach.from && Date.parse(post.at) < reach.to);
        const conflicts = (of: typeof posts) =>
          findConflicts({ at: new Date(at).toISOString() }, { posts: of, slots: [], limits: some });
        expect(conflicts(read)).toEqual(conflicts(posts));
      }),
      { numRuns: 500 },
    );
  });

  it('is nothing without limits, an hour where the hour is limited, the interval to both sides where that is', () => {
    const at = START + 9 * HOUR_MS + 5 * MINUTE_MS;
    expect(limitsReach({}, at)).toBeUndefined();
    expect(limitsReach({ postsPerHour: 2 }, at)).toEqual({ from: START + 9 * HOUR_MS, to: START + 10 * HOUR_MS });
    const interval = limitsReach({ minIntervalMinutes: 15 }, at)!;
    expect(interval).toEqual({ from: at - 15 * MINUTE_MS, to: at + 15 * MINUTE_MS });
    expect(limitsReach({ postsPerDay: 9 }, at)).toEqual({ from: START, to: START + DAY_MS });
  });
});
