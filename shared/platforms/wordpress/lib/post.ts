import * as z from 'zod';
import type { PlatformContext, PublishResult } from '../../contract/adapter.ts';
import type { DistributionContent } from '../../contract/content.ts';
import { specificOf } from '../../contract/specific.ts';
import { linkField, numberIdField, timeField } from '../../http/answer-fields.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { platformSpecific } from '../schemas.ts';
import { call, GONE, SITE } from './client.ts';
import type { WordpressAnswer } from './judge-answer.ts';
import { type BodyImage, plainTitle, postHtml } from './post-html.ts';
import type { FoundTerms, PostTerms } from './prepared.ts';

/** What we read of a post. `link` of a draft is its preview address. */
const postSchema = z.object({
  id: numberIdField,
  status: z.string(),
  slug: z.string(),
  link: linkField,
  // WordPress writes UTC without saying so.
  date_gmt: z.preprocess((time) => `${time}Z`, timeField),
  featured_media: z.number().optional(),
  categories: z.array(z.number()).optional(),
  tags: z.array(z.number()).optional(),
  content: z.object({ raw: z.string().optional() }).optional(),
});
export type Post = z.infer<typeof postSchema>;

/** A post's fields as the REST API names them, without status and slug. Undefined ones are not sent. */
export function postFields(
  content: DistributionContent,
  images: BodyImage[],
  { featuredImageId, terms = {} }: { featuredImageId?: number | undefined; terms?: PostTerms } = {},
) {
  const specific = specificOf(content, platformSpecific);
  return {
    title: plainTitle(content.title),
    content: postHtml(content, images),
    featured_media: specific.featuredImageId ?? featuredImageId,
    categories: withFound(specific.categoryIds, terms.categories),
    tags: withFound(specific.tagIds, terms.tags),
    meta: specific.meta,
    excerpt: specific.excerpt,
    format: specific.format,
    sticky: specific.sticky,
    comment_status: specific.commentStatus,
  };
}

/** Without any id the field is left out: WordPress then uses its default category. */
function withFound(given: number[] | undefined, terms?: FoundTerms): number[] | undefined {
  const ids = terms?.found.map(({ id }) => id) ?? [];
  return ids.length === 0 ? given : [...new Set([...(given ?? []), ...ids])];
}

/** What the images of `mediaUrls` show, in their order. */
export function altTextsOf(content: DistributionContent): string[] {
  return specificOf(content, platformSpecific).altTexts ?? [];
}

/** Whether the first image of `mediaUrls` is the featured one and so not in the body. */
export function takesFeaturedImage(content: DistributionContent): boolean {
  return content.platformSpecific?.featuredImageId === undefined;
}

/**
 * The posts with the slug that we gave a draft, in whatever status they are now: one, but where two workers made it at the
 * same moment.
 */
export async function listBySlug(context: PlatformContext, root: string, slug: string): Promise<Post[]> {
  const query = { slug, status: 'publish,future,draft,pending,private', context: 'edit' };
  const { body } = await call(context, root, 'wp/v2/posts', { query });
  return readAnswer(z.array(postSchema), body, SITE);
}

export async function findBySlug(context: PlatformContext, root: string, slug: string): Promise<Post | undefined> {
  return (await listBySlug(context, root, slug))[0];
}

/** Undefined when the post is deleted. */
export async function readPost(context: PlatformContext, root: string, id: string): Promise<Post | undefined> {
  const answer = await call(context, root, `wp/v2/posts/${id}`, { query: { context: 'edit' }, allow: GONE });
  return answer.status === 200 ? toPost(answer) : undefined;
}

export function toPost({ body }: WordpressAnswer, visible = false): Post {
  return readAnswer(postSchema, body, { ...SITE, visible });
}

export function publishResult(post: Post): PublishResult {
  const publishedAt = post.date_gmt;
  return {
    externalId: String(post.id),
    externalUrl: post.link,
    ...(publishedAt !== undefined && { publishedAt }),
  };
}
