import type { DistributionContent } from '../../domain/content.ts';
import type { Handles, PublishContext } from '../adapter.ts';
import { call, findRoot } from './client.ts';
import { assertNothingDropped } from './dropped-fields.ts';
import { readHandles, type UploadedImage, type WordpressHandles } from './handles.ts';
import { findUploads, uploadImage } from './media.ts';
import { findBySlug, postFields, takesFeaturedImage, toPost } from './post.ts';
import { draftSlug, mediaMark } from './slug.ts';

type ReadyHandles = WordpressHandles & { root: string; draftId: number };

/** Uploads the images and makes the draft. A second run goes on where the first one stopped. */
export async function prepare(
  context: PublishContext,
  content: DistributionContent,
  saved: Handles,
): Promise<ReadyHandles> {
  const handles = readHandles(saved);
  // Something may have been made without its handle being saved: only a second run has to look.
  const resuming = handles.root !== undefined;
  const { distributionId, textVersion } = context.publication;
  const keep = async (made: Partial<WordpressHandles>) => {
    Object.assign(handles, made);
    await context.save({ ...handles });
  };
  const root = handles.root ?? (await findRoot(context));
  const slug = draftSlug(content.title ?? '', distributionId, textVersion);
  const mark = mediaMark(distributionId, textVersion);
  if (!resuming) await keep({ root, slug, mediaMark: mark });

  const urls = content.mediaUrls ?? [];
  const missing = [...urls.entries()].slice(handles.media.length);
  const uploaded =
    resuming && missing.length > 0 ? await findUploads(context, root, mark) : new Map<string, UploadedImage>();
  for (const [index, url] of missing) {
    const name = `${mark}${index + 1}`;
    const image = uploaded.get(name) ?? (await uploadImage(context, root, { url, index, slug: name }));
    await keep({ media: [...handles.media, image] });
  }

  const draftId =
    handles.draftId ?? (await makeDraft(context, root, { content, media: handles.media, slug, resuming }));
  if (handles.draftId === undefined) await keep({ draftId });
  return { ...handles, root, draftId };
}

interface Draft {
  content: DistributionContent;
  media: UploadedImage[];
  slug: string;
  resuming: boolean;
}

async function makeDraft(
  context: PublishContext,
  root: string,
  { content, media, slug, resuming }: Draft,
): Promise<number> {
  const existing = resuming ? await findBySlug(context, root, slug) : undefined;
  if (existing !== undefined && existing.status !== 'draft') return existing.id;
  const [featured, body] = takesFeaturedImage(content) ? [media[0], media.slice(1)] : [undefined, media];
  const json = { ...postFields(content, body, featured?.id), slug, status: 'draft' };
  const path = existing === undefined ? 'wp/v2/posts' : `wp/v2/posts/${existing.id}`;
  const draft = toPost(await call(context, root, path, { method: 'POST', json }));
  assertNothingDropped(draft, json);
  return draft.id;
}
