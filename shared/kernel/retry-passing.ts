import { isPassingError } from './passing-errors.ts';
import { sleepUntil } from './time/clock.ts';

/** Beyond the tries of the SDK. A function that runs into its own end instead says nothing of the cause. */
const PATIENCE_MS = 8_000;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 1_500;

/**
 * Runs work again that may be run twice, such as a read, while AWS fails in a way that passes: a failure of some seconds
 * then costs a post seconds and not the minutes of its next try.
 *
 * @throws what the last try throws
 */
export async function retryPassing<Result>(work: () => Promise<Result>): Promise<Result> {
  const end = Date.now() + PATIENCE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(MAX_PAUSE_MS, 2 * pauseMs)) {
    try {
      return await work();
    } catch (error) {
      const next = Date.now() + pauseMs * (0.5 + Math.random() / 2);
      if (next > end || !isPassingError(error)) throw error;
      await sleepUntil(next);
    }
  }
}
