import type { LabelledAction } from './labelled-action.ts';
import { type GuardFailed, transact } from './transact.ts';
import { tryGuarded } from './try-guarded.ts';

/** Writes all or nothing. @returns the refusal of the first guard that refuses, undefined where all is written */
export async function tryTransact(actions: LabelledAction[]): Promise<GuardFailed | undefined> {
  return tryGuarded(() => transact(actions));
}
