import { setTimeout as delay } from 'node:timers/promises';
import { isConflict } from '../passing-errors.ts';

const MAX_TRIES = 8;

/**
 * Runs a write again, with full jitter, while other writers are in its way. The SDK does not: to it a cancelled
 * transaction is an answer.
 */
export async function throughConflicts<Result>(write: () => Promise<Result>): Promise<Result> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await write();
    } catch (error) {
      if (turn === MAX_TRIES || !isConflict(error)) throw error;
      await delay(Math.random() * Math.min(1_000, 20 * 2 ** turn));
    }
  }
}
