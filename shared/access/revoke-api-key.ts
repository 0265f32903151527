import { recordEvent } from '../kernel/events/event-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { removeApiKey } from './api-key-items.ts';
import { apiKeyEvents } from './events.ts';
import { findApiKey } from './get-api-key.ts';

/** Deletes a key. The gateway caches the authorizer's answer, so a call may pass for one more minute. */
export async function revokeApiKey({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const apiKey = await findApiKey(tenantId, id);
  await withGuardErrors(() =>
    transact([
      removeApiKey(apiKey),
      recordEvent(actor, apiKeyEvents.API_KEY_REVOKED, { tenantId, entityId: id, data: { name: apiKey.name } }),
    ]),
  );
}
