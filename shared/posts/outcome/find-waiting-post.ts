import type { Account } from '../../accounts/account.ts';
import { findInStatus } from '../model/list-items.ts';

const waiting = ['scheduled', 'preparing', 'publishing', 'unknown'] as const;

/** A post of the account that still has to go out, or whose outcome is unknown; of several, any one. */
export async function findWaitingPost(
  account: Pick<Account, 'tenantId' | 'id'>,
): Promise<{ id: string; status: string } | undefined> {
  for (const status of waiting) {
    const id = await findInStatus(account.tenantId, account.id, status);
    if (id !== undefined) return { id, status };
  }
  return undefined;
}
