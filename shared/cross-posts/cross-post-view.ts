import { notFound } from '../kernel/herald-error.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { listItems } from '../kernel/table/read.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { readDistributions } from '../posts/model/distribution-items.ts';
import { viewListItem } from '../posts/model/distribution-view.ts';
import { type CrossPostGroup, groupStatus } from './model/cross-post-group.ts';
import type { CrossPostListItem, CrossPostView } from './model/cross-post-input.ts';
import { fromCrossPostItem, readCrossPost } from './cross-post-items.ts';
import { crossPostLists } from './keys.ts';

/** A group with its members, in two round trips. */
export async function getCrossPost(tenantId: string, id: string): Promise<CrossPostView> {
  const group = await findCrossPost(tenantId, id);
  return viewCrossPost(group, await readDistributions(tenantId, group.memberIds));
}

/** @throws HeraldError `not_found`, also where the group belongs to another tenant */
export async function findCrossPost(tenantId: string, id: string): Promise<CrossPostGroup> {
  const group = await readCrossPost(tenantId, id);
  if (group === undefined) throw notFound('cross-post', id);
  return group;
}

/** Newest first. */
export async function listCrossPosts(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<CrossPostListItem>> {
  const { index, pk } = crossPostLists.crossPostGroups;
  const after = decodeCursor(cursor, tenantId);
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after, descending: true });
  return { items: items.map((item) => viewGroup(fromCrossPostItem(item))), nextCursor: encodeCursor(next) };
}

export function viewCrossPost(group: CrossPostGroup, members: Distribution[]): CrossPostView {
  return { ...viewGroup(group), members: members.map(viewListItem) };
}

function viewGroup({ tenantId, revision, memberIds, ...group }: CrossPostGroup): CrossPostListItem {
  return { ...group, status: groupStatus(group), total: memberIds.length };
}
