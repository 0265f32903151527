import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const accessKeys = {
  tenant: (id: string): Key => ({ pk: `TENANT#${id}`, sk: 'TENANT' }),
  apiKey: (id: string): Key => ({ pk: `APIKEY#${id}`, sk: 'APIKEY' }),
};

export const accessLists = {
  tenants: { index: 'gsi1', pk: () => 'TENANTS' },
  apiKeys: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#APIKEYS` },
} as const;
