import type { LabelledAction } from './labelled-action.ts';
import { GuardFailed, transact } from './transact.ts';

/** Writes, unless a guard refuses: then the guard that did is the answer, and nothing is written. */
export async function tryTransact(actions: LabelledAction[]): Promise<GuardFailed | undefined> {
  try {
    await transact(actions);
    return undefined;
  } catch (error) {
    if (error instanceof GuardFailed) return error;
    throw error;
  }
}
