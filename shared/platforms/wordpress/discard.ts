import type { Prepared, PublishContext } from '../contract/adapter.ts';
import { call, GONE } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';
import { findUploads } from './lib/media.ts';
import { findBySlug, readPost } from './lib/post.ts';
import { preparedOnSite } from './lib/prepared.ts';
import { draftSlug } from './lib/slug.ts';

/**
 * Deletes the draft of this text and what was uploaded to it, also what was made without its id being saved. A post that
 * is public stays, with its images.
 */
export async function discard(context: PublishContext, saved: Prepared): Promise<void> {
  const { distributionId, textVersion } = context.publication;
  const {
    draftId,
    media,
    root = await findRoot(context),
    slug = draftSlug(distributionId, textVersion),
  } = preparedOnSite(context, saved);
  const post =
    draftId === undefined ? await findBySlug(context, root, slug) : await readPost(context, root, String(draftId));
  if (post !== undefined && post.status !== 'draft') return;
  const parent = draftId ?? post?.id;
  // No draft was made, or it is public under an address of its own: either way nothing of it is to go.
  if (parent === undefined) return;
  const uploads = await findUploads(context, root, parent);
  const mediaIds = [...new Set([...media.map(({ id }) => id), ...uploads.ids])];
  // The draft goes last: without it, its uploads are not found any more.
  const paths = [...mediaIds.map((id) => `wp/v2/media/${id}`), `wp/v2/posts/${parent}`];
  for (const path of paths) {
    await call(context, root, path, { method: 'DELETE', query: { force: 'true' }, allow: GONE });
  }
}
