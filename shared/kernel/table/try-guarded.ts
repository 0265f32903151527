import { GuardFailed } from './transact.ts';

/** Runs work that writes under guards. The guard that refuses is the answer; anything else is thrown. */
export async function tryGuarded(run: () => Promise<void>): Promise<GuardFailed | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (error instanceof GuardFailed) return error;
    throw error;
  }
}
