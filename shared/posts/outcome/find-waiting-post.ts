import type { Account } from '../../accounts/account.ts';
import { allItems } from '../../kernel/table/read.ts';
import { fromDistributionItem } from '../model/distribution-items.ts';
import { postLists } from '../model/keys.ts';

const waiting = ['scheduled', 'preparing', 'publishing', 'unknown'] as const;

/** A post of the account that still has to go out, or whose outcome is unknown; of several, any one. */
export async function findWaitingPost(
  account: Pick<Account, 'tenantId' | 'id'>,
): Promise<{ id: string; status: string } | undefined> {
  for (const status of waiting) {
    const id = await findInStatus(account, status);
    if (id !== undefined) return { id, status };
  }
  return undefined;
}

/** What waits is the short list: an account may have published millions. */
async function findInStatus({ tenantId, id }: Pick<Account, 'tenantId' | 'id'>, status: string) {
  const { index, pk } = postLists.distributionsByStatus;
  for await (const item of allItems({ index, pk: pk(tenantId, status) })) {
    const state = fromDistributionItem(item);
    if (state.platformId === id) return state.id;
  }
  return undefined;
}
