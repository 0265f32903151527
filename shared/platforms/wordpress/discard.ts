import type { Prepared, PublishContext } from '../contract/adapter.ts';
import { call, GONE } from './lib/client.ts';
import { findRoot } from './lib/find-root.ts';
import { findUploads } from './lib/media.ts';
import { findBySlug, listNewest, type Post, readPost } from './lib/post.ts';
import { readPrepared, type WordpressPrepared } from './lib/prepared.ts';
import { draftMark, hasDraftMark, mediaMark } from './lib/slug.ts';

/**
 * Deletes the draft and the uploads of this text, also those whose id was not saved: both carry marks made from the
 * distribution and the version of its text. A post that is public stays, with its images.
 */
export async function discard(context: PublishContext, saved: Prepared): Promise<void> {
  const prepared = readPrepared(saved);
  const { distributionId, textVersion } = context.publication;
  const root = prepared.root ?? (await findRoot(context));
  const post = await findDraft(context, root, prepared);
  if (post !== undefined && post.status !== 'draft') return;
  const mark = prepared.mediaMark ?? mediaMark(distributionId, textVersion);
  const unsaved = await findUploads(context, root, mark);
  const mediaIds = [...new Set([...prepared.media, ...unsaved.values()].map(({ id }) => id))];
  // Without the draft's id, what looks like no draft may be a post that went public under another address.
  if (post === undefined && prepared.draftId === undefined && mediaIds.length > 0) {
    if (await isShown(context, root, mediaIds, mark)) return;
  }
  const paths = mediaIds.map((id) => `wp/v2/media/${id}`);
  if (post !== undefined) paths.unshift(`wp/v2/posts/${post.id}`);
  for (const path of paths) {
    await call(context, root, path, { method: 'DELETE', query: { force: 'true' }, allow: GONE });
  }
}

/** By the best that was saved: its id, its slug, or nothing but the mark that its slug ends in. */
async function findDraft(
  context: PublishContext,
  root: string,
  { draftId, slug }: WordpressPrepared,
): Promise<Post | undefined> {
  if (draftId !== undefined) return readPost(context, root, String(draftId));
  if (slug !== undefined) return findBySlug(context, root, slug);
  const { distributionId, textVersion } = context.publication;
  const mark = draftMark(distributionId, textVersion);
  return (await listNewest(context, root, 'draft')).find((draft) => hasDraftMark(draft.slug, mark));
}

async function isShown(context: PublishContext, root: string, mediaIds: number[], mark: string): Promise<boolean> {
  const posts = await listNewest(context, root, 'publish,future,pending,private');
  return posts.some(
    ({ featured_media: featured = 0, content }) => mediaIds.includes(featured) || content?.raw?.includes(mark),
  );
}
