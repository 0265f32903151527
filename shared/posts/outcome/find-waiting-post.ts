import type { Account } from '../../accounts/account.ts';
import { distributionsInStatus } from '../model/list-items.ts';

const waiting = ['scheduled', 'preparing', 'publishing', 'unknown'] as const;

/**
 * A post of the account that still has to go out, or whose outcome is unknown; of several, any one. What waits is the short
 * list: an account may have published millions.
 */
export async function findWaitingPost({
  tenantId,
  id: platformId,
}: Pick<Account, 'tenantId' | 'id'>): Promise<{ id: string; status: string } | undefined> {
  for await (const { id, status, ...post } of distributionsInStatus(tenantId, waiting)) {
    if (post.platformId === platformId) return { id, status };
  }
  return undefined;
}
