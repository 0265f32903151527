import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { notFound } from '../kernel/herald-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Scope } from '../kernel/requests/scope.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { newApiKey } from './api-key.ts';
import { insertApiKey } from './api-key-items.ts';
import { apiKeyEvents } from './events.ts';
import { tenantExists } from './tenant-items.ts';

/**
 * Gives an existing tenant a key, for an operator whose user has lost all of theirs. Only this answer contains it.
 *
 * @throws HeraldError `not_found` where there is no such tenant
 */
export async function createOperatorKey(
  actor: Actor,
  { tenantId, name, scopes }: { tenantId: string; name: string; scopes: Scope[] },
): Promise<{ keyId: string; apiKey: string }> {
  if (!(await tenantExists(tenantId))) throw notFound('tenant', tenantId);
  const id = newId().replaceAll('-', '');
  const { key, secretHash } = newApiKey(id);
  await withGuardErrors(() =>
    transact([
      insertApiKey({ id, tenantId, name, scopes, secretHash, createdAt: isoNow() }),
      recordEvent(actor, apiKeyEvents.API_KEY_CREATED, { tenantId, entityId: id, data: { name, scopes } }),
    ]),
  );
  return { keyId: id, apiKey: key };
}
