import { tenantPrefix } from '../table/key-parts.ts';

export const eventPrefixes = {
  event: 'EVENT#',
} as const;

export const eventLists = {
  eventsByDay: { index: 'gsi4', pk: (tenantId: string, day: string) => `${tenantPrefix(tenantId)}#EVENTS#${day}` },
} as const;
