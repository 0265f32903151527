import { type ListEntry, listItems } from '../kernel/table/read.ts';
import { accessLists } from './keys.ts';

/** Every tenant of the deployment. */
export async function* allTenantIds(): AsyncGenerator<string> {
  const { index, pk } = accessLists.tenants;
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(), limit: 100, after });
    for (const tenant of page.items) yield String(tenant.id);
    after = page.next;
  } while (after !== undefined);
}

/** Whether there is nobody else whose data could be met. */
export async function isOnlyTenant(tenantId: string): Promise<boolean> {
  for await (const other of allTenantIds()) if (other !== tenantId) return false;
  return true;
}
