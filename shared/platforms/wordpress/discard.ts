import type { DiscardExtent, PlatformContext, Prepared, PublishContext } from '../contract/adapter.ts';
import { call, GONE } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';
import { listUploads } from './lib/media.ts';
import { listBySlug, type Post, readPost } from './lib/post.ts';
import { preparedOnSite, type WordpressPrepared } from './lib/prepared.ts';
import { draftSlug } from './lib/slug.ts';

/**
 * Two workers on one draft are at work at the same time, so their uploads are no further apart than a worker lives. What a
 * person uploads to the public post later, under the same name, is nobody's to delete.
 */
const SAME_TIME_MS = 90_000;

/**
 * Deletes the drafts of this text and what was uploaded to them, also what was made without its id being saved. A post that
 * is public stays, with its images.
 */
export async function discard(context: PublishContext, saved: Prepared, extent: DiscardExtent): Promise<number> {
  const { distributionId, textVersion } = context.publication;
  const prepared = preparedOnSite(context, saved);
  const { draftId, root = await findRoot(context), slug = draftSlug(distributionId, textVersion) } = prepared;
  const marked = await listBySlug(context, root, slug);
  if (extent === 'strays') {
    if (draftId === undefined) return 0;
    const spare = await deleteSpareUploads(context, root, draftId, prepared);
    const others = marked.filter(({ id }) => id !== draftId);
    return spare + (await deleteDrafts(context, root, others));
  }
  // A person may have given the draft another slug on the site, or deleted it: then its uploads are found by their ids.
  const isMarked = draftId === undefined || marked.some(({ id }) => id === draftId);
  const own = isMarked ? undefined : await readPost(context, root, String(draftId));
  const drafts = await deleteDrafts(context, root, own === undefined ? marked : [own, ...marked]);
  const isPublic = [own, ...marked].some((post) => post?.id === draftId && post?.status !== 'draft');
  return isPublic ? drafts : drafts + (await remove(context, root, pathsOf(prepared.media)));
}

async function deleteDrafts(context: PlatformContext, root: string, posts: Post[]): Promise<number> {
  let deleted = 0;
  for (const { id } of posts.filter(({ status }) => status === 'draft')) {
    const uploads = await listUploads(context, root, id);
    // The draft goes last: without it, its uploads are not found any more.
    deleted += await remove(context, root, [...pathsOf(uploads), `wp/v2/posts/${id}`]);
  }
  return deleted;
}

/** Two workers on one draft upload a picture each under the same name; the post has one of them. */
async function deleteSpareUploads(
  context: PlatformContext,
  root: string,
  draftId: number,
  { media }: WordpressPrepared,
): Promise<number> {
  if (media.length === 0) return 0;
  const all = await listUploads(context, root, draftId);
  const used = all.filter(({ id }) => media.some((one) => one.id === id));
  const spare = all.filter(
    (upload) =>
      !used.includes(upload) &&
      used.some(
        ({ name, uploadedAt }) => name === upload.name && Math.abs(uploadedAt - upload.uploadedAt) < SAME_TIME_MS,
      ),
  );
  return remove(context, root, pathsOf(spare));
}

const pathsOf = (uploads: { id: number }[]) => uploads.map(({ id }) => `wp/v2/media/${id}`);

/** @returns how many were there */
async function remove(context: PlatformContext, root: string, paths: string[]): Promise<number> {
  let removed = 0;
  for (const path of paths) {
    const { status } = await call(context, root, path, { method: 'DELETE', query: { force: 'true' }, allow: GONE });
    if (status < 300) removed += 1;
  }
  return removed;
}
