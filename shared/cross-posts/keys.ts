import { tenantPrefix } from '../kernel/table/key-parts.ts';

/** The partition of the group's events; the group's item is in another one (`postKeys.crossPostGroup`). */
export const crossPostEventsPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#CROSS_POST#${id}`;

export const crossPostLists = {
  crossPostGroups: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#GROUPS` },
} as const;
