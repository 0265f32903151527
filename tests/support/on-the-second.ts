import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, onTestFinished } from 'vitest';
import type { Json } from './herald.ts';

/** A visible call never comes before the due moment, nor before what the post says of it. `seenAt`: by the platform's clock. */
export function expectNeverEarly({ scheduledFor, lateByMs }: Json, seenAt: number): void {
  expect(lateByMs).toBeGreaterThanOrEqual(0);
  expect(seenAt).toBeGreaterThanOrEqual(Date.parse(scheduledFor) + lateByMs);
}

/** Between a post's due moment and its visible call a worker and this thread, which is the cloud, wait for each other. */
const TURNS = 4;

/**
 * Asserts that posts go out within a second of their due moments: by the one that is least late. What makes the code late
 * makes all of them late; a machine with too much to do makes some of them so, and its own timers, which are watched from
 * this call until the test ends.
 */
export function watchPunctuality(): (posts: Json[]) => void {
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  onTestFinished(() => {
    delays.disable();
  });
  return (posts) => {
    const least = Math.min(...posts.map(({ lateByMs }) => lateByMs));
    expect(least).toBeLessThan(1_000 + TURNS * (delays.percentile(90) / 1e6));
  };
}
