import { notFound } from '../../kernel/herald-error.ts';
import type { Distribution } from './distribution.ts';
import { readDistribution } from './distribution-items.ts';

/** @throws HeraldError `not_found`, also where the distribution belongs to another tenant */
export async function findDistribution(tenantId: string, id: string): Promise<Distribution> {
  const state = await readDistribution(tenantId, id);
  if (state === undefined) throw notFound('distribution', id);
  return state;
}
