import type { Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { findPost } from './lib/find-post.ts';
import { findRoot } from './lib/find-root.ts';
import { publishResult, readPost } from './lib/post.ts';
import { preparedOnSite } from './lib/prepared.ts';

/** Reads the post by the draft's id. It is saved before the call that publishes the draft. */
export async function find(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<PublishResult | 'absent'> {
  const { draftId, slug, root = await findRoot(context) } = preparedOnSite(context, saved);
  const post =
    draftId === undefined
      ? await findPost(context, root, content, slug)
      : await readPost(context, root, String(draftId));
  return post?.status === 'publish' ? publishResult(post) : 'absent';
}
