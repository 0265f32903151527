import type { Change } from './changes.ts';

/** What a command of the generator writes, and what its caller does next. */
export interface Made {
  changes: Change[];
  next: string[];
}
