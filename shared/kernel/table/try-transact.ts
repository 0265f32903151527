import type { LabelledAction } from './labelled-action.ts';
import { GuardFailed, transact } from './transact.ts';

/** Writes all or nothing. @returns the refusal of the first guard that refuses, undefined where all is written */
export async function tryTransact(actions: LabelledAction[]): Promise<GuardFailed | undefined> {
  try {
    await transact(actions);
    return undefined;
  } catch (error) {
    if (error instanceof GuardFailed) return error;
    throw error;
  }
}
