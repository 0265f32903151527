import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const platformPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#PLATFORM#${id}`;

export const accountPrefixes = {
  usage: 'USAGE#',
} as const;

export const accountKeys = {
  platform: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'PLATFORM' }),
  platformHealth: (tenantId: string, id: string): Key => ({ pk: platformPk(tenantId, id), sk: 'HEALTH' }),
  /** `period` is `YYYY-MM-DDTHH` (hour) or `YYYY-MM-DD` (day), in UTC. */
  usage: (tenantId: string, id: string, period: string): Key => ({
    pk: platformPk(tenantId, id),
    sk: `USAGE#${period}`,
  }),
};

export const accountLists = {
  platforms: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#PLATFORMS` },
} as const;
