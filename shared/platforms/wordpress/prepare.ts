import type { Prepared, PublishContext } from '../contract/adapter.ts';
import type { DistributionContent } from '../contract/content.ts';
import { specificOf } from '../contract/specific.ts';
import { call } from './lib/client.ts';
import { assertNothingDropped } from './lib/dropped-fields.ts';
import { findRoot } from './lib/find-root.ts';
import { findUploads, uploadImage } from './lib/media.ts';
import { pictureNames } from './lib/picture-names.ts';
import { altTextsOf, findBySlug, type Post, postFields, takesFeaturedImage, toPost } from './lib/post.ts';
import { asksForTerms, findPostTerms, keptTerms, lacksTerms } from './lib/post-terms.ts';
import { preparedOnSite, siteOf, type WordpressPrepared } from './lib/prepared.ts';
import { draftSlug } from './lib/slug.ts';
import { platformSpecific } from './schemas.ts';

type ReadyPrepared = WordpressPrepared & { root: string; draftId: number };

interface Work {
  context: PublishContext;
  root: string;
  content: DistributionContent;
  /** What is made so far. */
  prepared: WordpressPrepared;
  /** Something may have been made without its id being saved: only a second run has to look. */
  isResumed: boolean;
  keep(made: Partial<WordpressPrepared>): Promise<void>;
}

/**
 * Makes the draft, uploads the images to it, and writes them into it. A second run goes on where the first one stopped:
 * the draft has a slug of its own, and an upload belongs to its draft under a name of its own.
 */
export async function prepare(
  context: PublishContext,
  content: DistributionContent,
  saved: Prepared,
): Promise<ReadyPrepared> {
  const prepared = preparedOnSite(context, saved);
  const root = prepared.root ?? (await findRoot(context));
  const isResumed =
    context.publication.isRepeated === true || prepared.root !== undefined || prepared.slug !== undefined;
  const keep = async (made: Partial<WordpressPrepared>) => {
    Object.assign(prepared, made);
    await context.save({ ...prepared });
  };
  const work = { context, root, content, prepared, isResumed, keep };
  if (prepared.written !== true) await makeDraft(work);
  return { ...prepared, root, draftId: prepared.draftId! };
}

async function makeDraft(work: Work): Promise<void> {
  const { context, root, content, prepared, isResumed, keep } = work;
  const { distributionId, textVersion } = context.publication;
  const slug = prepared.slug ?? draftSlug(distributionId, textVersion);
  // Saved with the draft's id: until then a second run finds the draft by its slug, which only this text has.
  if (prepared.root === undefined) Object.assign(prepared, { site: siteOf(context), root, slug });
  if (prepared.terms === undefined && asksForTerms(content)) {
    await keep({ terms: await findPostTerms(context, root, content) });
  }
  let draft: Post | undefined;
  if (prepared.draftId === undefined) {
    // By its mark alone: no call has made it public, and a public post with the same words is another one.
    const existing = isResumed ? await findBySlug(context, root, slug) : undefined;
    if (existing !== undefined && existing.status !== 'draft') {
      Object.assign(prepared, { draftId: existing.id, written: true });
      return;
    }
    draft = existing === undefined ? await write(work, 'wp/v2/posts', { slug, status: 'draft' }) : undefined;
    prepared.draftId = (existing ?? draft!).id;
    // Without images there is no further step: the last save has the id too.
    if ((content.mediaUrls ?? []).length > 0) await keep({});
  }
  await uploadImages(work);
  // Without images the draft has been whole from the start.
  if (draft === undefined || prepared.media.length > 0) draft = await rewrite(work);
  if (lacksTerms(draft, prepared.terms)) {
    // A term was deleted on the site after it was found.
    await keep({ terms: await findPostTerms(context, root, content) });
    draft = await rewrite(work);
    if (lacksTerms(draft, prepared.terms)) await keep({ terms: keptTerms(draft, prepared.terms!) });
  }
  assertNothingDropped(draft, sentIds(work));
  // The caller saves what is returned.
  prepared.written = true;
}

async function uploadImages({ context, root, content, prepared, isResumed, keep }: Work): Promise<void> {
  const urls = content.mediaUrls ?? [];
  const missing = [...urls.entries()].slice(prepared.media.length);
  if (missing.length === 0) return;
  const draftId = prepared.draftId!;
  const names = pictureNames(urls);
  const altTexts = altTextsOf(content);
  const uploaded = isResumed ? await findUploads(context, root, draftId) : undefined;
  for (const [index, url] of missing) {
    const name = names[index]!;
    const picture = { url, index, name, altText: altTexts[index], draftId };
    const image = uploaded?.get(name) ?? (await uploadImage(context, root, picture));
    await keep({ media: [...prepared.media, image] });
  }
}

/** Status and slug stay as they are: the post may be public by now. */
const rewrite = (work: Work) => write(work, `wp/v2/posts/${work.prepared.draftId}`, {});

async function write(work: Work, path: string, more: { slug?: string; status?: string }): Promise<Post> {
  const json = { ...fieldsOf(work), ...more };
  return toPost(await call(work.context, work.root, path, { method: 'POST', json }));
}

function fieldsOf({ content, prepared }: Work) {
  const altTexts = altTextsOf(content);
  const media = prepared.media.map((image, index) => ({ ...image, altText: altTexts[index] }));
  const [featured, body] = takesFeaturedImage(content) ? [media[0], media.slice(1)] : [undefined, media];
  return postFields(content, body, { featuredImageId: featured?.id, terms: prepared.terms });
}

/** The ids that the user gave: the draft must have all of them. A term that was found by name may be missing. */
function sentIds(work: Work) {
  const { categoryIds, tagIds } = specificOf(work.content, platformSpecific);
  return { featured_media: fieldsOf(work).featured_media, categories: categoryIds, tags: tagIds };
}
