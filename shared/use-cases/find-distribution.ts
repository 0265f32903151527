import type { DistributionContent } from '../domain/content.ts';
import type { Distribution } from '../domain/distribution.ts';
import { notFound } from '../domain/herald-error.ts';
import { readDistribution } from '../store/distribution-items.ts';
import { keys } from '../store/keys.ts';
import { getItem } from '../store/read.ts';
import { contentOf } from '../store/text-items.ts';

/** @throws HeraldError `not_found`, also where the distribution belongs to another tenant */
export async function findDistribution(tenantId: string, id: string): Promise<Distribution> {
  const state = await readDistribution(tenantId, id);
  if (state === undefined) throw notFound('distribution', id);
  return state;
}

export async function readContent(state: Distribution): Promise<DistributionContent> {
  const item = await getItem(keys.text(state.tenantId, state.id, state.textVersion));
  if (item === undefined) throw new Error(`The text of distribution ${state.id} is missing.`);
  return contentOf(item);
}
