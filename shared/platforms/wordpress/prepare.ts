import type { Prepared, PublishContext } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { specificOf } from '../contract/specific.ts';
import { call } from './lib/client.ts';
import { assertNothingDropped } from './lib/dropped-fields.ts';
import { findRoot } from './lib/find-root.ts';
import { findUploads, uploadImage } from './lib/media.ts';
import { findBySlug, postFields, takesFeaturedImage, toPost } from './lib/post.ts';
import { asksForTerms, findPostTerms, keptTerms, lacksTerms } from './lib/post-terms.ts';
import { readPrepared, type UploadedImage, type WordpressPrepared } from './lib/prepared.ts';
import { draftSlug, mediaMark } from './lib/slug.ts';
import { platformSpecific } from './schemas.ts';

type ReadyPrepared = WordpressPrepared & { root: string; draftId: number };

/** Uploads the images, finds the terms and makes the draft. A second run goes on where the first one stopped. */
export async function prepare(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<ReadyPrepared> {
  const prepared = readPrepared(saved);
  // Something may have been made without its id being saved: only a second run has to look.
  const resuming = prepared.root !== undefined;
  const { distributionId, textVersion } = context.publication;
  const keep = async (made: Partial<WordpressPrepared>) => {
    Object.assign(prepared, made);
    await context.save({ ...prepared });
  };
  const root = prepared.root ?? (await findRoot(context));
  const slug = draftSlug(content.title ?? '', distributionId, textVersion);
  const mark = mediaMark(distributionId, textVersion);
  if (!resuming) await keep({ root, slug, mediaMark: mark });

  const urls = content.mediaUrls ?? [];
  const missing = [...urls.entries()].slice(prepared.media.length);
  const uploaded =
    resuming && missing.length > 0 ? await findUploads(context, root, mark) : new Map<string, UploadedImage>();
  for (const [index, url] of missing) {
    const name = `${mark}${index + 1}`;
    const image = uploaded.get(name) ?? (await uploadImage(context, root, { url, index, slug: name }));
    await keep({ media: [...prepared.media, image] });
  }

  if (prepared.draftId === undefined) {
    if (prepared.terms === undefined && asksForTerms(content)) {
      await keep({ terms: await findPostTerms(context, root, content) });
    }
    const draftId = await makeDraft(context, root, { content, prepared, slug, resuming, keep });
    await keep({ draftId });
  }
  return { ...prepared, root, draftId: prepared.draftId! };
}

interface Draft {
  content: DistributionContent;
  prepared: WordpressPrepared;
  slug: string;
  resuming: boolean;
  keep(made: Partial<WordpressPrepared>): Promise<void>;
}

async function makeDraft(
  context: PublishContext,
  root: string,
  { content, prepared, slug, resuming, keep }: Draft,
): Promise<number> {
  const existing = resuming ? await findBySlug(context, root, slug) : undefined;
  if (existing !== undefined && existing.status !== 'draft') return existing.id;
  const { media } = prepared;
  const [featured, body] = takesFeaturedImage(content) ? [media[0], media.slice(1)] : [undefined, media];
  const fields = () => postFields(content, body, { featuredImageId: featured?.id, terms: prepared.terms });
  const write = async (id: number | undefined) => {
    const path = id === undefined ? 'wp/v2/posts' : `wp/v2/posts/${id}`;
    return toPost(await call(context, root, path, { method: 'POST', json: { ...fields(), slug, status: 'draft' } }));
  };
  let draft = await write(existing?.id);
  if (lacksTerms(draft, prepared.terms)) {
    // A term was deleted on the site after it was found.
    await keep({ terms: await findPostTerms(context, root, content) });
    draft = await write(draft.id);
    if (lacksTerms(draft, prepared.terms)) await keep({ terms: keptTerms(draft, prepared.terms!) });
  }
  assertNothingDropped(draft, sentIds(content, fields()));
  return draft.id;
}

/** The ids that the user gave: the draft must have all of them. A term that was found by name may be missing. */
function sentIds(content: DistributionContent, { featured_media }: ReturnType<typeof postFields>) {
  const { categoryIds, tagIds } = specificOf(content, platformSpecific);
  return { featured_media, categories: categoryIds, tags: tagIds };
}
