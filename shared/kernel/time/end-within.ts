import { setTimeout as delay } from 'node:timers/promises';

/**
 * A hard end for work that is told to stop by a signal and may not listen. The work itself goes on: its result is not
 * waited for.
 * @throws what `late` makes, once the time is over
 */
export async function endWithin<Result>(
  work: Promise<Result>,
  milliseconds: number,
  late: () => Error,
): Promise<Result> {
  const timer = new AbortController();
  const end = delay(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw late();
  });
  // Ignore the loser's rejection, or Node reports it as unhandled.
  end.catch(() => {});
  work.catch(() => {});
  try {
    return await Promise.race([work, end]);
  } finally {
    timer.abort();
  }
}
