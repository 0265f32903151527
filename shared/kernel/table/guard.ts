import { HeraldError } from '../herald-error.ts';
import type { Item } from './client.ts';

/** What a caller is told when a guard refuses the write; `item` is what the table holds instead, where it holds something. */
type Refusal = (item: Item | undefined, cause: Error) => HeraldError;

/**
 * What the condition of a write protects. A subject declares its guards in `guards.ts`, and code compares with those
 * objects, so that a misspelt guard does not compile.
 */
export interface Guard {
  /** For logs and tests. */
  label: string;
  /** Missing where the use case itself decides what a refusal means. */
  refusal?: Refusal;
}

export function defineGuard(label: string, refusal?: Refusal): Guard {
  return refusal === undefined ? { label } : { label, refusal };
}

/** The guard of something new whose id is derived from the request's idempotency key. */
export function defineNewIdGuard(label: string): Guard {
  // The idempotency record would have answered the request before; it expires after a day, the thing does not.
  return defineGuard(
    label,
    (_item, cause) =>
      new HeraldError('idempotency_key_reused', 'This Idempotency-Key made something more than a day ago.', {
        remedy: 'Use a new key for a new request.',
        cause,
      }),
  );
}

/** The guard of something that must be as the request has read it. */
export function defineConflictGuard(
  label: string,
  message: string,
  remedy = 'Read it again and repeat the request if it still makes sense.',
): Guard {
  return defineGuard(label, (_item, cause) => new HeraldError('conflict', message, { remedy, cause }));
}
