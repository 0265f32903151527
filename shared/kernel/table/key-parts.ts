import { type IndexName, tableIndexes } from './indexes.ts';
import type { ListPart } from './read.ts';

/**
 * All of a tenant's keys start with the tenant, so that a handler cannot reach another tenant's items by mistake. Each
 * subject declares its own keys, lists and prefixes in its `keys.ts`; a test holds that no two are the same.
 */
export const tenantPrefix = (tenantId: string) => `T#${tenantId}`;

/** A list is in time order; where two entries have the same time, in that of their ids. */
export const timeSortKey = (instant: string, id: string) => `${instant}#${id}`;

/** The id in a key that `timeSortKey` made. */
export const idOfSortKey = (sortKey: string) => sortKey.slice(sortKey.indexOf('#') + 1);

/** The attributes that put an item into an index. Indexes hold keys only: a list reads a page of keys, then the items. */
export function indexKeys(index: IndexName, pk: string, sk: string): Record<string, string> {
  const names = tableIndexes[index];
  return { [names.pk]: pk, [names.sk]: sk };
}

/** A list that a subject declares in its `keys.ts`, of one tenant or of one thing. */
export function listOf<Of extends unknown[]>(
  { index, pk }: { index: IndexName; pk: (...of: Of) => string },
  ...of: Of
): ListPart {
  return { index, pk: pk(...of) };
}
