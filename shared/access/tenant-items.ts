import { idOfSortKey, indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { allItems, getItem, type ListEntry, queryList } from '../kernel/table/read.ts';
import { isNew, put } from '../kernel/table/transact.ts';
import { accessGuards } from './guards.ts';
import { accessKeys, accessLists } from './keys.ts';

export interface Tenant {
  id: string;
  name: string;
  /** ISO 8601 in UTC. */
  createdAt: string;
}

export function insertTenant(tenant: Tenant): LabelledAction {
  const { id, createdAt } = tenant;
  const listed = indexKeys(accessLists.tenants.index, accessLists.tenants.pk(), timeSortKey(createdAt, id));
  return put(accessGuards.newTenant, { ...accessKeys.tenant(id), ...listed, ...tenant }, isNew);
}

export async function tenantExists(id: string): Promise<boolean> {
  return (await getItem(accessKeys.tenant(id))) !== undefined;
}

/** One read of a key under which the table never holds an item: it fails only where the table cannot be read. */
export async function readNoTenant(): Promise<void> {
  await getItem(accessKeys.tenant('health'));
}

/** Every tenant of the deployment, oldest first. */
export async function* allTenantIds(): AsyncGenerator<string> {
  for await (const tenant of allItems(listOf(accessLists.tenants))) yield String(tenant.id);
}

/** Every tenant with its place in the list, oldest first, from after a place on. Reads keys only. */
export async function* tenantPositions(after?: string): AsyncGenerator<{ id: string; position: string }> {
  // A blank sorts before everything that a place can hold: the first place after it.
  const from = after === undefined ? {} : { from: `${after} ` };
  let entry: ListEntry | undefined;
  do {
    const page = await queryList({ ...listOf(accessLists.tenants), ...from, limit: 1_000, after: entry });
    for (const { position } of page.entries) yield { id: idOfSortKey(position), position };
    entry = page.next;
  } while (entry !== undefined);
}

/** Whether no other tenant has data in this deployment. */
export async function isOnlyTenant(tenantId: string): Promise<boolean> {
  for await (const other of allTenantIds()) if (other !== tenantId) return false;
  return true;
}
