import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/time/durations.ts';
import type { PostLimits } from './planned-posts.ts';

/**
 * The span (milliseconds, `to` excluded) in which other posts can be in the way of one at `at` by the account's limits;
 * undefined for an account without limits. A limit for each hour does not have a whole day read.
 */
export function limitsReach(limits: PostLimits, at: number): { from: number; to: number } | undefined {
  const { postsPerHour, postsPerDay, minIntervalMinutes } = limits;
  const spans = [
    ...(postsPerHour === undefined ? [] : [period(at, HOUR_MS)]),
    ...(postsPerDay === undefined ? [] : [period(at, DAY_MS)]),
    ...(minIntervalMinutes === undefined ? [] : [around(at, minIntervalMinutes * MINUTE_MS)]),
  ];
  if (spans.length === 0) return undefined;
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}

function period(at: number, length: number) {
  const from = Math.floor(at / length) * length;
  return { from, to: from + length };
}

const around = (at: number, distance: number) => ({ from: at - distance, to: at + distance });
