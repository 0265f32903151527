import { GuardFailed } from './transact.ts';

/**
 * Runs a write and throws the refusal of the guard that refused it, for the caller to read. A guard without one, such
 * as that of the idempotency record, stays a GuardFailed.
 */
export async function withGuardErrors<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof GuardFailed) throw error.guard.refusal?.(error.item, error) ?? error;
    throw error;
  }
}
