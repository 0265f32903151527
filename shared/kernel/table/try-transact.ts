import type { LabelledAction } from './labelled-action.ts';
import { type GuardFailed, transact } from './transact.ts';
import { tryGuarded } from './try-guarded.ts';

/** Writes, unless a guard refuses: then the guard that did is the answer, and nothing is written. */
export async function tryTransact(actions: LabelledAction[]): Promise<GuardFailed | undefined> {
  return tryGuarded(() => transact(actions));
}
