import { randomBytes } from 'node:crypto';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { newId } from '../kernel/ids.ts';
import { indexKeys, timeSortKey } from '../kernel/table/key-parts.ts';
import { isNew, put, transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { newApiKey } from './api-key.ts';
import { insertApiKey } from './api-key-items.ts';
import { tenantEvents } from './events.ts';
import { accessGuards } from './guards.ts';
import { accessKeys, accessLists } from './keys.ts';

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
      accessGuards.newTenant,
      {
        ...accessKeys.tenant(tenantId),
        ...indexKeys('gsi1', accessLists.tenants.pk(), timeSortKey(now, tenantId)),
        id: tenantId,
        name,
        createdAt: now,
      },
      isNew,
    ),
    insertApiKey({ id: keyId, tenantId, name: 'First admin key', scopes: ['admin'], secretHash, createdAt: now }),
    recordEvent(actor, tenantEvents.TENANT_CREATED, { tenantId, entityId: tenantId, data: { name } }),
  ]);
  return { tenantId, apiKey: key };
}
