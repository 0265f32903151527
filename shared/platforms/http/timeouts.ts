import { timeLimit } from '../../kernel/time/time-limit.ts';

/**
 * The one visible call gives up after this long, well inside the publisher's own 15 seconds, so that there is time left
 * to record that the outcome is unknown.
 */
const VISIBLE_CALL_TIMEOUT_MS = 10_000;

/** Gives the call a signal that ends with the context's own or after the visible call's time, whichever is first. */
export async function asVisibleCall<Result>(
  { signal: outer }: { signal: AbortSignal },
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal, done } = timeLimit(VISIBLE_CALL_TIMEOUT_MS, outer);
  try {
    return await call(signal);
  } finally {
    done();
  }
}
