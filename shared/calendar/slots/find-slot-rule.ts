import { notFound } from '../../kernel/herald-error.ts';
import type { SlotRule } from './slot.ts';
import { readSlotRule } from './slot-items.ts';

export interface RuleAddress {
  platformId: string;
  id: string;
}

/** @throws HeraldError `not_found` */
export async function findSlotRule(tenantId: string, { platformId, id }: RuleAddress): Promise<SlotRule> {
  const rule = await readSlotRule(tenantId, platformId, id);
  if (rule === undefined) throw notFound('recurring slot', id);
  return rule;
}
