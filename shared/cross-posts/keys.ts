import { tenantPrefix } from '../kernel/table/key-parts.ts';

/** Of the group's events; the group itself has a partition of its own. */
export const crossPostEventsPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#CROSS_POST#${id}`;

export const crossPostLists = {
  crossPostGroups: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#GROUPS` },
} as const;
