import { notFound } from '../kernel/herald-error.ts';
import type { Account } from './account.ts';
import { readAccount } from './account-items.ts';

/** @throws HeraldError `not_found`, also where the platform belongs to another tenant */
export async function findAccount(tenantId: string, id: string): Promise<Account> {
  const account = await readAccount(tenantId, id);
  if (account === undefined) throw notFound('platform', id);
  return account;
}
