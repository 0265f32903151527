import type { Distribution } from '../../posts/model/distribution.ts';
import { viewListItem } from '../../posts/model/distribution-view.ts';
import { type CrossPostGroup, groupStatus } from './cross-post-group.ts';
import type { CrossPostListItem, CrossPostView } from './cross-post-input.ts';

export function viewCrossPost(group: CrossPostGroup, members: Distribution[]): CrossPostView {
  return { ...viewCrossPostListItem(group), members: members.map(viewListItem) };
}

export function viewCrossPostListItem({ tenantId, revision, memberIds, ...group }: CrossPostGroup): CrossPostListItem {
  return { ...group, status: groupStatus(group), total: memberIds.length };
}
