import { expect, it } from 'vitest';
import { limitOf } from '../../../shared/platforms/http/limit-headers.ts';

/** Two minutes before the reset. */
const NOW = 1_999_999_880_000;
const prefixes = ['short', 'day'];

it.each([
  [
    { 'short-remaining': '99', 'short-reset': '2000000000' },
    { remaining: 99, resetAt: 2_000_000_000_000 },
  ],
  [
    { 'short-remaining': '99', 'short-reset': '2000000000', 'day-remaining': '3', 'day-reset': '2000086400' },
    { remaining: 3, resetAt: 2_000_086_400_000 },
  ],
  [
    { 'short-remaining': '0', 'short-reset': '2000000000', 'day-remaining': '0', 'day-reset': '2000086400' },
    { remaining: 0, resetAt: 2_000_086_400_000 },
  ],
  // Later than any limit lasts: another unit, or another clock.
  [{ 'short-remaining': '0', 'short-reset': '2000200000' }, undefined],
  [{ 'short-remaining': '0', 'short-reset': '2000000000000' }, undefined],
  [{ 'short-remaining': '0' }, undefined],
  [{ 'short-remaining': 'many', 'short-reset': '2000000000' }, undefined],
  [{}, undefined],
])('of %j the tightest limit is %j', (headers, expected) => {
  expect(limitOf(headers, prefixes, NOW)).toEqual(expected);
});
