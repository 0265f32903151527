import { readAccount } from '../../accounts/account-items.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { tryGuarded } from '../../kernel/table/try-guarded.ts';
import { distributionsInStatus } from '../model/list-items.ts';
import type { AccountRef } from '../model/publication-ref.ts';
import { failMissing } from './fail-missing.ts';

/** Of the function's 60 seconds: a tenant with very many plans must not hold a publisher until it is stopped. */
const MAX_RUN_MS = 40_000;

/**
 * An account was deleted, and a request that had read it before planned a post for it: that post fails now and says why,
 * not only at its time. A post that this run does not come to fails at its time.
 */
export async function failOrphans({ tenantId, platformId }: AccountRef, worker: Actor): Promise<void> {
  if ((await readAccount(tenantId, platformId)) !== undefined) return;
  const giveUpAt = Date.now() + MAX_RUN_MS;
  for await (const state of distributionsInStatus(tenantId, ['scheduled'])) {
    if (Date.now() > giveUpAt) return logger.warn('Orphans are left to their own times', { tenantId, platformId });
    if (state.platformId !== platformId) continue;
    const actor = { ...worker, correlationId: state.correlationId };
    const quicker = await tryGuarded(() => failMissing(state, 'platform', actor));
    if (quicker !== undefined) logger.info('An orphan moved on by itself', { id: state.id, guard: quicker.label });
  }
}
