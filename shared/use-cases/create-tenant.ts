import { randomBytes } from 'node:crypto';
import { isoNow } from '../cloud/clock.ts';
import { newApiKey } from '../domain/api-key.ts';
import type { Actor } from '../domain/event.ts';
import { newId } from '../domain/ids.ts';
import { insertApiKey } from '../store/api-key-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { indexKeys, keys, lists, timeSortKey } from '../store/keys.ts';
import { isNew, put, transact } from '../store/transact.ts';

/** Short, since it stands in every key and every index entry of the tenant. */
const newTenantId = () => randomBytes(6).toString('hex');

/** Makes a tenant and its first key, which may do everything. The key is shown once and never again. */
export async function createTenant({ name }: { name: string }): Promise<{ tenantId: string; apiKey: string }> {
  const tenantId = newTenantId();
  const keyId = newId().replaceAll('-', '');
  const { key, secretHash } = newApiKey(keyId);
  const now = isoNow();
  const correlationId = newId();
  const actor: Actor = { actor: 'system:admin', correlationId, causationId: correlationId };
  await transact([
    put(
      'tenant',
      {
        ...keys.tenant(tenantId),
        ...indexKeys('gsi1', lists.tenants.pk(), timeSortKey(now, tenantId)),
        id: tenantId,
        name,
        createdAt: now,
      },
      isNew,
    ),
    insertApiKey({ id: keyId, tenantId, name: 'First admin key', scopes: ['admin'], secretHash, createdAt: now }),
    recordEvent(actor, { type: 'TENANT_CREATED', tenantId, entityType: 'tenant', entityId: tenantId, data: { name } }),
  ]);
  return { tenantId, apiKey: key };
}
