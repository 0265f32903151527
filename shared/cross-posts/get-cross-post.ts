import { readDistributions } from '../posts/model/distribution-items.ts';
import { findCrossPost } from './find-cross-post.ts';
import type { CrossPostView } from './model/cross-post-input.ts';
import { viewCrossPost } from './model/view-cross-post.ts';

/** A group with its members, in two round trips. */
export async function getCrossPost(tenantId: string, id: string): Promise<CrossPostView> {
  const group = await findCrossPost(tenantId, id);
  return viewCrossPost(group, await readDistributions(tenantId, group.memberIds));
}
