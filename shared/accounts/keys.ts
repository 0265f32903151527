import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const platformPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#PLATFORM#${id}`;

/** The sort key of an account's own item; its partition also has its credentials, usage, health, patterns and quota. */
export const ACCOUNT_SORT_KEY = 'PLATFORM';

export const accountPrefixes = {
  usage: 'USAGE#',
} as const;

export const accountKeys = {
  platform: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: ACCOUNT_SORT_KEY }),
  credentials: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'CREDENTIALS' }),
  platformHealth: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'HEALTH' }),
  /** `period` is `YYYY-MM-DDTHH` (hour) or `YYYY-MM-DD` (day), in UTC. */
  usage: (tenantId: string, id: string, period: string): Key => ({
    pk: platformPk(tenantId, id),
    sk: `${accountPrefixes.usage}${period}`,
  }),
};

export const accountLists = {
  platforms: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#PLATFORMS` },
} as const;
