import type { Account } from '../../accounts/account.ts';
import { type ListEntry, listItems } from '../../kernel/table/read.ts';
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
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(tenantId, status), limit: 100, after });
    const found = page.items.map(fromDistributionItem).find(({ platformId }) => platformId === id);
    if (found !== undefined) return found.id;
    after = page.next;
  } while (after !== undefined);
  return undefined;
}
