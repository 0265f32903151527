import { recordEvent } from '../kernel/events/event-items.ts';
import { notFound } from '../kernel/herald-error.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { recordIdempotency } from '../kernel/requests/idempotency-items.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import type { Scope } from '../kernel/requests/scope.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { listItems } from '../kernel/table/read.ts';
import { exists, remove, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { type ApiKey, type ApiKeyView, newApiKey } from './api-key.ts';
import { fromApiKeyItem, insertApiKey, readApiKey } from './api-key-items.ts';
import { apiKeyEvents } from './events.ts';
import { accessGuards } from './guards.ts';
import { accessKeys, accessLists } from './keys.ts';

export interface NewApiKey {
  name: string;
  scopes: Scope[];
  expiresAt?: string | undefined;
}

/** Makes a key. Its secret half is in this answer only. */
export async function createApiKey(
  { tenantId, actor, idempotency }: RequestContext,
  { name, scopes, expiresAt }: NewApiKey,
): Promise<ApiKeyView & { key: string }> {
  const id = (idempotency === undefined ? newId() : derivedId(tenantId, idempotency.id)).replaceAll('-', '');
  const { key, secretHash } = newApiKey(id);
  const expires = expiresAt === undefined ? {} : { expiresAt: Math.floor(Date.parse(expiresAt) / 1000) };
  const apiKey: ApiKey = { id, tenantId, name, scopes, secretHash, createdAt: isoNow(), ...expires };
  await withGuardErrors(() =>
    transact([
      insertApiKey(apiKey),
      ...recordIdempotency(tenantId, idempotency, { status: 201, resourceId: id }),
      recordEvent(actor, apiKeyEvents.API_KEY_CREATED, {
        tenantId,
        entityId: id,
        data: { name, scopes, expiresAt },
      }),
    ]),
  );
  return { ...viewApiKey(apiKey), key };
}

export async function getApiKey(tenantId: string, id: string): Promise<ApiKeyView> {
  const apiKey = await readApiKey(id);
  if (apiKey?.tenantId !== tenantId) throw notFound('API key', id);
  return viewApiKey(apiKey);
}

export async function listApiKeys(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<ApiKeyView>> {
  const { index, pk } = accessLists.apiKeys;
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after: decodeCursor(cursor, tenantId) });
  return { items: items.map((item) => viewApiKey(fromApiKeyItem(item))), nextCursor: encodeCursor(next) };
}

/** Ends a key. The authorizer's cache may let it through for a minute longer. */
export async function revokeApiKey({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const apiKey = await readApiKey(id);
  if (apiKey?.tenantId !== tenantId) throw notFound('API key', id);
  await withGuardErrors(() =>
    transact([
      remove(accessGuards.apiKey, accessKeys.apiKey(id), exists),
      recordEvent(actor, apiKeyEvents.API_KEY_REVOKED, {
        tenantId,
        entityId: id,
        data: { name: apiKey.name },
      }),
    ]),
  );
}

function viewApiKey(apiKey: ApiKey): ApiKeyView {
  const { id, name, scopes, createdAt, expiresAt } = apiKey;
  return {
    id,
    name,
    scopes,
    createdAt,
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt * 1000).toISOString(),
  };
}
