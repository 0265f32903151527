import { notFound } from '../kernel/herald-error.ts';
import { readCrossPost } from './cross-post-items.ts';
import type { CrossPostGroup } from './model/cross-post-group.ts';

/** @throws HeraldError `not_found`, also where the group belongs to another tenant */
export async function findCrossPost(tenantId: string, id: string): Promise<CrossPostGroup> {
  const group = await readCrossPost(tenantId, id);
  if (group === undefined) throw notFound('cross-post', id);
  return group;
}
