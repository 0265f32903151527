import { findAccount } from '../../accounts/find-account.ts';
import type { SlotRuleView } from './slot-input.ts';
import { readSlotRules } from './slot-items.ts';
import { viewRule } from './view-slot-rule.ts';

/** @throws HeraldError `not_found` (platform) */
export async function listSlotRules(tenantId: string, platformId: string): Promise<{ items: SlotRuleView[] }> {
  await findAccount(tenantId, platformId);
  return { items: (await readSlotRules(tenantId, platformId)).map(viewRule) };
}
