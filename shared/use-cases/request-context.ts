import type { Actor } from '../domain/event.ts';
import type { Idempotency } from '../store/idempotency-items.ts';

/** Who asks, for which tenant, and under which idempotency key. */
export interface RequestContext {
  tenantId: string;
  actor: Actor;
  idempotency: Idempotency | undefined;
}
