import { setTimeout as delay } from 'node:timers/promises';
import { HeraldError } from '../herald-error.ts';
import type { Guard } from './guard.ts';
import { GuardFailed } from './transact.ts';

/**
 * Plans and writes again while another writer changes first what one of `guards` protects.
 *
 * @param tries how often `run` is called at most
 * @param pauseMs longest wait before the next try; the wait is random, so that those who collided do not collide again
 * @throws what `run` throws, after the last try the guard's own error
 */
export async function retryOnGuard<Result>(
  { guards, tries, pauseMs = 0 }: { guards: readonly Guard[]; tries: number; pauseMs?: number },
  run: () => Promise<Result>,
): Promise<Result> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await run();
    } catch (error) {
      const failed = guardFailureOf(error);
      const isRace = failed?.guard !== undefined && guards.includes(failed.guard);
      if (!isRace || turn === tries) throw error;
      if (pauseMs > 0) await delay(Math.random() * Math.min(pauseMs, 10 * turn));
    }
  }
}

/** Also inside the error that `withGuardErrors` has made of it. */
function guardFailureOf(error: unknown): GuardFailed | undefined {
  const cause = error instanceof HeraldError ? error.cause : error;
  return cause instanceof GuardFailed ? cause : undefined;
}
