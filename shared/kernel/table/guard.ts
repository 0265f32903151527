import type { HeraldError } from '../herald-error.ts';
import type { Item } from './client.ts';

/**
 * What a conditional write protects. A subject declares its guards in `guards.ts` and compares with them, so that a
 * misspelt one does not compile.
 */
export interface Guard {
  /** For logs and tests. */
  label: string;
  /** What a caller is told when the write is refused; `item` is what is stored there instead. None: the use case decides. */
  refusal?: (item: Item | undefined, cause: Error) => HeraldError;
}

export function defineGuard(label: string, refusal?: Guard['refusal']): Guard {
  return refusal === undefined ? { label } : { label, refusal };
}
