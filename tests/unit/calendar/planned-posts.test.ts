import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postTimes } from '../../../shared/calendar/times/planned-posts.ts';

const START = Date.parse('2027-02-27T00:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TOLERANCE_MS = 2_000;

/** Within three days; often at the very edge of an hour or of a day. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: 3 * DAY_MS }),
  fc.tuple(fc.integer({ min: 0, max: 72 }), fc.integer({ min: -1, max: 1 })).map(([hour, off]) => hour * HOUR_MS + off),
);
const at = moment.map((offset) => START + offset);
const post = fc.record({
  id: fc.integer({ min: 0, max: 9 }).map((id) => `post-${id}`),
  at: at.map((time) => new Date(time).toISOString()),
  contentHash: fc.constantFrom('a', 'b', undefined),
});
const posts = fc.uniqueArray(post, { maxLength: 10, selector: ({ id }) => id });

const same = (found: { id: string }[], expected: { id: string }[]) =>
  expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());

describe('the posts around a moment', () => {
  it('are those of its hour and its day in UTC, in order of time, without the post itself', () => {
    fc.assert(
      fc.property(posts, at, (planned, now) => {
        const times = postTimes(planned, 'post-0');
        const others = planned.filter(({ id }) => id !== 'post-0');
        const of = (length: number) =>
          others.filter((one) => one.at.slice(0, length) === new Date(now).toISOString().slice(0, length));
        same(times.inHour(now), of(13));
        same(times.inDay(now), of(10));
        const order = times.inDay(now).map(({ time }) => time);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  it('are nearer than an interval by the ledger’s tolerance: exactly one interval apart is far enough', () => {
    const edge = fc.record({ side: fc.constantFrom(-1, 1), off: fc.constantFrom(-1, 0, 1, 60_000) });
    fc.assert(
      fc.property(posts, at, fc.integer({ min: 0, max: 180 }), edge, (planned, anywhere, minutes, { side, off }) => {
        const distance = minutes * 60_000;
        const [first] = planned;
        // Mostly at the very edge of the interval to a post.
        const now = first === undefined ? anywhere : Date.parse(first.at) + side * (distance - TOLERANCE_MS + off);
        const expected = planned.filter((one) => Math.abs(Date.parse(one.at) - now) < distance - TOLERANCE_MS);
        same(postTimes(planned).nearerThan(now, distance), expected);
      }),
    );
  });

  it('repeat a text within a day to either side; a post without a hash repeats nothing', () => {
    fc.assert(
      fc.property(posts, at, fc.constantFrom('a', 'b', undefined), (planned, now, hash) => {
        const expected = planned.filter(
          ({ contentHash, at }) => contentHash === hash && Math.abs(Date.parse(at) - now) <= DAY_MS,
        );
        same(postTimes(planned).sameText(now, hash), hash === undefined ? [] : expected);
      }),
    );
  });
});
