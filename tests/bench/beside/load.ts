import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { LoadOperations } from './load-process.ts';

/** Who calls, in a process of its own. */
export type Load = Child<LoadOperations>;

export const startLoad = (): Promise<Load> => startChild(join(import.meta.dirname, 'load-process.ts'));
