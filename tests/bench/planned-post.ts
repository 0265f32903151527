export interface PlannedPost {
  title: string;
  body: string;
  /** In milliseconds. */
  due: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const QUARTER_POSTS = 130;
const OTHER_POSTS = 60;

/** The next full hour that is far enough for every post to be woken by a schedule of its own. */
export function nextHour(): number {
  return Math.ceil((Date.now() + HOUR_MS / 2) / HOUR_MS) * HOUR_MS;
}

/**
 * 1,000 posts in an hour at the times that people choose: each full five minutes, the quarters twice as often
 * (4 x 130 + 8 x 60).
 */
export function busyHour(hour: number): PlannedPost[] {
  return Array.from({ length: 12 }, (_, index) => index * 5).flatMap((minute) => {
    const count = minute % 15 === 0 ? QUARTER_POSTS : OTHER_POSTS;
    return dueAtOnce(count, hour + minute * MINUTE_MS, `${minute} past`);
  });
}

/** One after another, evenly. */
export function spreadOver(count: number, first: number, milliseconds: number): PlannedPost[] {
  return dueAtOnce(count, first, 'Spread').map((post, index) => ({
    ...post,
    due: first + Math.floor((index * milliseconds) / count),
  }));
}

export function dueAtOnce(count: number, due: number, name = 'Burst'): PlannedPost[] {
  return Array.from({ length: count }, (_, index) => {
    const title = `${name}, number ${index + 1}`;
    return { title, body: `${title}. `.padEnd(200, 'What we have built is ready, and you can look at it. '), due };
  });
}
