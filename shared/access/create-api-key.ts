import { recordEvent } from '../kernel/events/event-items.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { Scope } from '../kernel/requests/scope.ts';
import { limitReached } from '../kernel/settings/limit-reached.ts';
import { readSetting } from '../kernel/settings/read-setting.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { type ApiKey, type ApiKeyView, newApiKey, viewApiKey } from './api-key.ts';
import { countApiKeys, insertApiKey } from './api-key-items.ts';
import { apiKeyEvents } from './events.ts';
import { apiKeyQuota } from './settings.ts';

interface NewApiKey {
  name: string;
  scopes: Scope[];
  expiresAt?: string | undefined;
}

/** Creates an API key. Only this answer contains its secret half. @throws HeraldError `limit_reached` */
export async function createApiKey(
  { tenantId, actor, idempotency }: RequestContext,
  { name, scopes, expiresAt }: NewApiKey,
): Promise<ApiKeyView & { key: string }> {
  await requireRoom(tenantId);
  const id = (idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id)).replaceAll('-', '');
  const { key, secretHash } = newApiKey(id);
  const expires = expiresAt === undefined ? {} : { expiresAt: Math.floor(Date.parse(expiresAt) / 1000) };
  const apiKey: ApiKey = { id, tenantId, name, scopes, secretHash, createdAt: isoNow(), ...expires };
  await withGuardErrors(() =>
    transact([
      insertApiKey(apiKey),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      recordEvent(actor, apiKeyEvents.API_KEY_CREATED, { tenantId, entityId: id, data: { name, scopes, expiresAt } }),
    ]),
  );
  return { ...viewApiKey(apiKey), key };
}

/** No counter, which a key would leave when it expires: two requests at the same moment may go a little over the limit. */
async function requireRoom(tenantId: string): Promise<void> {
  const limit = await readSetting(tenantId, apiKeyQuota);
  if (limit === 0 || (await countApiKeys(tenantId, limit)) >= limit) throw limitReached(apiKeyQuota, limit);
}
