import type { Actor } from '../events/event.ts';
import type { Idempotency } from './idempotency-items.ts';

/** The caller, its tenant and scopes, and the idempotency key of the request. */
export interface RequestContext {
  tenantId: string;
  actor: Actor;
  /** Default: none, so that code that forgets them cannot approve. */
  scopes?: readonly string[];
  idempotency: Idempotency | undefined;
}

/** Who asks for something, with its scopes. */
export interface Asker {
  /** A principal's id, e.g. `key:<id>`. */
  principal: string;
  scopes: readonly string[];
}

export function askerOf({ actor, scopes = [] }: RequestContext): Asker {
  return { principal: actor.actor, scopes };
}
