import { notFound } from '../../kernel/herald-error.ts';
import { getItem } from '../../kernel/table/read.ts';
import type { DistributionContent } from '../../platforms/contract/content.ts';
import type { Distribution } from './distribution.ts';
import { readDistribution } from './distribution-items.ts';
import { postKeys } from './keys.ts';
import { contentOf } from './text-items.ts';

/** @throws HeraldError `not_found`, also where the distribution belongs to another tenant */
export async function findDistribution(tenantId: string, id: string): Promise<Distribution> {
  const state = await readDistribution(tenantId, id);
  if (state === undefined) throw notFound('distribution', id);
  return state;
}

export async function readContent(state: Distribution): Promise<DistributionContent> {
  const item = await getItem(postKeys.text(state.tenantId, state.id, state.textVersion));
  if (item === undefined) throw new Error(`The text of distribution ${state.id} is missing.`);
  return contentOf(item);
}
