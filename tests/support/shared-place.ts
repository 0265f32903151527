import type { LocalCloud } from '../../infra/local/cloud/local-cloud.ts';
import type { FaultPlan } from '../../infra/local/faults/fault-plan.ts';

/** What the user of a cloud may set for a time, however long it has run. */
export interface CloudUse {
  faults?: FaultPlan;
  /** Called with each line that a function writes. */
  onFunctionLine(functionName: string, line: string): void;
}

/** Where the one cloud of a process is kept from file to file, also when modules are loaded anew between them. */
export interface SharedPlace {
  cloud?: LocalCloud;
  /** Of its present user; undefined where nobody has it. */
  use?: CloudUse;
}

const KEY = Symbol.for('herald.test-cloud');
const holder = globalThis as { [KEY]?: SharedPlace };

/** Undefined where each Herald has a cloud of its own. */
export const sharedPlace = (): SharedPlace | undefined => holder[KEY];

/** @returns the way back */
export function openSharedPlace(): () => Promise<void> {
  holder[KEY] = {};
  return async () => {
    await holder[KEY]?.cloud?.close();
    delete holder[KEY];
  };
}
