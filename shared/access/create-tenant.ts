import { randomBytes } from 'node:crypto';
import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { newId } from '../kernel/ids.ts';
import { transact } from '../kernel/table/transact.ts';
import { isoNow } from '../kernel/time/clock.ts';
import { newApiKey } from './api-key.ts';
import { insertApiKey } from './api-key-items.ts';
import { tenantEvents } from './events.ts';
import { insertTenant } from './tenant-items.ts';

/** Short, because each key and each index entry of the tenant contains it. */
const newTenantId = () => randomBytes(6).toString('hex');

/** Creates a tenant and its first API key, with the scope `admin`. Only this answer contains the key. */
export async function createTenant({ name }: { name: string }): Promise<{ tenantId: string; apiKey: string }> {
  const tenantId = newTenantId();
  const keyId = newId().replaceAll('-', '');
  const { key, secretHash } = newApiKey(keyId);
  const createdAt = isoNow();
  const correlationId = newId();
  const actor: Actor = { actor: 'system:admin', correlationId, causationId: correlationId };
  await transact([
    insertTenant({ id: tenantId, name, createdAt }),
    insertApiKey({ id: keyId, tenantId, name: 'First admin key', scopes: ['admin'], secretHash, createdAt }),
    recordEvent(actor, tenantEvents.TENANT_CREATED, { tenantId, entityId: tenantId, data: { name } }),
  ]);
  return { tenantId, apiKey: key };
}
