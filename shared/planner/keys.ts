import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const plannerKeys = {
  /** Found by its token, which names no tenant. */
  calendarLink: (id: string): Key => ({ pk: `CALLINK#${id}`, sk: 'CALLINK' }),
};

export const plannerLists = {
  calendarLinks: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#CALLINKS` },
} as const;
