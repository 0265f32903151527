import type { Actor } from '../events/event.ts';
import type { Idempotency } from './idempotency-items.ts';

/** Who asks, for which tenant, with which scopes, and under which idempotency key. */
export interface RequestContext {
  tenantId: string;
  actor: Actor;
  /** Unsaid: none, so that whoever forgets them cannot approve by it. */
  scopes?: readonly string[];
  idempotency: Idempotency | undefined;
}

/** Who asks for something, and what they may do. */
export interface Asker {
  /** A principal's id, e.g. `key:<id>`. */
  principal: string;
  scopes: readonly string[];
}

export function askerOf({ actor, scopes = [] }: RequestContext): Asker {
  return { principal: actor.actor, scopes };
}
