import type { Account } from '../../accounts/account.ts';
import { countDown } from '../../kernel/settings/count-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { slotRuleQuota } from '../settings.ts';
import { readSlotRules } from './slot-items.ts';

/** For the transaction that deletes an account: nobody reads its recurring slots any more, so they count no more. */
export async function releaseSlotRules({ tenantId, id }: Pick<Account, 'tenantId' | 'id'>): Promise<LabelledAction[]> {
  const rules = await readSlotRules(tenantId, id);
  return rules.length === 0 ? [] : [countDown(tenantId, slotRuleQuota, rules.length)];
}
