import type { Asker } from '../../posts/approval/approval.ts';
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

export function askerOf({ actor, scopes = [] }: RequestContext): Asker {
  return { principal: actor.actor, scopes };
}
