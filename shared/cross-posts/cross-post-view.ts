import { notFound } from '../kernel/herald-error.ts';
import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { readDistributions } from '../posts/model/distribution-items.ts';
import { viewListItem } from '../posts/model/distribution-view.ts';
import { type CrossPostGroup, groupStatus } from './cross-post-group.ts';
import type { CrossPostListItem, CrossPostView } from './cross-post-input.ts';
import { readCrossPost, readCrossPostPage } from './cross-post-items.ts';

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
export async function listCrossPosts(tenantId: string, query: PageQuery): Promise<Page<CrossPostListItem>> {
  return mapPage(await readCrossPostPage(tenantId, query), viewGroup);
}

export function viewCrossPost(group: CrossPostGroup, members: Distribution[]): CrossPostView {
  return { ...viewGroup(group), members: members.map(viewListItem) };
}

function viewGroup({ tenantId, revision, memberIds, ...group }: CrossPostGroup): CrossPostListItem {
  return { ...group, status: groupStatus(group), total: memberIds.length };
}
