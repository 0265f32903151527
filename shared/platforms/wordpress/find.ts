import type { Prepared, PublishContext, PublishResult } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { findRoot } from './lib/find-root.ts';
import { findBySlug, publishResult, readPost } from './lib/post.ts';
import { readPrepared } from './lib/prepared.ts';
import { draftSlug } from './lib/slug.ts';

/** Reads the post by the draft's id, or by the draft's slug where the id was not saved. */
export async function find(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<PublishResult | 'absent'> {
  const prepared = readPrepared(saved);
  const root = prepared.root ?? (await findRoot(context));
  const { distributionId, textVersion } = context.publication;
  const slug = prepared.slug ?? draftSlug(content.title ?? '', distributionId, textVersion);
  const post =
    prepared.draftId === undefined
      ? await findBySlug(context, root, slug)
      : await readPost(context, root, String(prepared.draftId));
  return post?.status === 'publish' ? publishResult(post) : 'absent';
}
