import type { Key } from '../table/client.ts';
import { tenantPrefix } from '../table/key-parts.ts';

export const idempotencyKeys = {
  idempotency: (tenantId: string, id: string): Key => ({ pk: `${tenantPrefix(tenantId)}#IDEMP#${id}`, sk: 'IDEMP' }),
};
