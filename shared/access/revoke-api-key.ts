import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { retryOnGuard } from '../kernel/table/retry-on-guard.ts';
import { transact } from '../kernel/table/transact.ts';
import { type ApiKey, isKeyExpired } from './api-key.ts';
import { allApiKeys, checkAdminKey, readApiKey, removeApiKey } from './api-key-items.ts';
import { apiKeyEvents } from './events.ts';
import { findApiKey } from './get-api-key.ts';
import { accessGuards } from './guards.ts';

const MAX_TRIES = 5;

/**
 * Deletes a key. The authorizer keeps what it has read, so that a call may pass for one more minute.
 *
 * @throws HeraldError `not_found`, `last_admin_key` where no other key of the tenant could make a new one
 */
export async function revokeApiKey({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const apiKey = await findApiKey(tenantId, id);
  await retryOnGuard({ guards: [accessGuards.otherAdminKey], tries: MAX_TRIES }, async () => {
    const keepsAdmin = await otherAdmin(apiKey, actor.actor);
    await withGuardErrors(() =>
      transact([
        removeApiKey(apiKey),
        ...keepsAdmin,
        recordEvent(actor, apiKeyEvents.API_KEY_REVOKED, { tenantId, entityId: id, data: { name: apiKey.name } }),
      ]),
    );
  });
}

/**
 * Checks in the transaction that another admin key is still there, so that two admins who revoke each other at the same
 * moment do not leave a tenant without one.
 */
async function otherAdmin(apiKey: ApiKey, principal: string): Promise<LabelledAction[]> {
  if (!apiKey.scopes.includes('admin')) return [];
  const isOther = (key: ApiKey | undefined): key is ApiKey =>
    key !== undefined && key.id !== apiKey.id && key.tenantId === apiKey.tenantId && isAdmin(key);
  // Mostly it is the key of the caller, and no list has to be read.
  const own = principal.startsWith('key:') ? await readApiKey(principal.slice('key:'.length)) : undefined;
  if (isOther(own)) return [checkAdminKey(own)];
  for await (const key of allApiKeys(apiKey.tenantId)) if (isOther(key)) return [checkAdminKey(key)];
  throw new HeraldError('last_admin_key', `"${apiKey.name}" is the last key that may do everything.`, {
    remedy: 'Create another key with the scope "admin" first: POST /api/v1/api-keys.',
  });
}

const isAdmin = (key: ApiKey) => key.scopes.includes('admin') && !isKeyExpired(key, Date.now());
