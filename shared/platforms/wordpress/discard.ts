import type { DiscardExtent, PlatformContext, Prepared, PublishContext } from '../contract/adapter.ts';
import { call, GONE } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';
import { listUploads } from './lib/media.ts';
import { listBySlug, type Post, readPost } from './lib/post.ts';
import { preparedOnSite, type WordpressPrepared } from './lib/prepared.ts';
import { draftSlug } from './lib/slug.ts';

/**
 * Deletes the drafts of this text and what was uploaded to them, also what was made without its id being saved. A post that
 * is public stays, with its images.
 */
export async function discard(context: PublishContext, saved: Prepared, extent: DiscardExtent): Promise<void> {
  const { distributionId, textVersion } = context.publication;
  const prepared = preparedOnSite(context, saved);
  const { draftId, root = await findRoot(context), slug = draftSlug(distributionId, textVersion) } = prepared;
  const marked = await listBySlug(context, root, slug);
  if (extent === 'strays') {
    if (draftId === undefined) return;
    await deleteSpareUploads(context, root, draftId, prepared);
    return deleteDrafts(
      context,
      root,
      marked.filter(({ id }) => id !== draftId),
    );
  }
  // A person may have given the draft another slug on the site, or deleted it: then its uploads are found by their ids.
  const isMarked = draftId === undefined || marked.some(({ id }) => id === draftId);
  const own = isMarked ? undefined : await readPost(context, root, String(draftId));
  await deleteDrafts(context, root, own === undefined ? marked : [own, ...marked]);
  const isPublic = [own, ...marked].some((post) => post?.id === draftId && post?.status !== 'draft');
  if (!isPublic) for (const { id } of prepared.media) await remove(context, root, `wp/v2/media/${id}`);
}

async function deleteDrafts(context: PlatformContext, root: string, posts: Post[]): Promise<void> {
  for (const { id } of posts.filter(({ status }) => status === 'draft')) {
    for (const upload of await listUploads(context, root, id)) await remove(context, root, `wp/v2/media/${upload.id}`);
    // The draft goes last: without it, its uploads are not found any more.
    await remove(context, root, `wp/v2/posts/${id}`);
  }
}

/** Two workers on one draft upload a picture each under the same name; the post has one of them. */
async function deleteSpareUploads(
  context: PlatformContext,
  root: string,
  draftId: number,
  { media }: WordpressPrepared,
): Promise<void> {
  if (media.length === 0) return;
  const used = new Set(media.map(({ id }) => id));
  const all = await listUploads(context, root, draftId);
  const names = new Set(all.filter(({ id }) => used.has(id)).map(({ name }) => name));
  for (const { id, name } of all) {
    if (names.has(name) && !used.has(id)) await remove(context, root, `wp/v2/media/${id}`);
  }
}

async function remove(context: PlatformContext, root: string, path: string): Promise<void> {
  await call(context, root, path, { method: 'DELETE', query: { force: 'true' }, allow: GONE });
}
