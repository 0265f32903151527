import * as z from 'zod';
import type { PlatformContext, PublishContext } from '../../contract/adapter.ts';
import type { DistributionContent } from '../../contract/content.ts';
import { htmlText } from '../../contract/html-text.ts';
import { readAnswer } from '../../http/read-answer.ts';
import { call, SITE } from './client.ts';
import { findBySlug, type Post, readPost } from './post.ts';
import { plainTitle, postHtml } from './post-html.ts';
import { draftSlug } from './slug.ts';

/** A post cannot be older than its due time. The margin covers the difference between the site's clock and ours. */
const MARGIN_MS = 2 * 60_000;
const MAX_READ = 5;

const listed = z.array(
  z.object({ id: z.number(), date_gmt: z.string().nullish(), title: z.object({ raw: z.string() }) }),
);

/**
 * The post of this text, where the id of its draft is not known. Its draft has our slug. When it is public, its id was
 * saved before, so that is looked for only because a table may have been set back to an older state: a public post with
 * this title and this text, from the due time on.
 */
export async function findPost(
  context: PublishContext,
  root: string,
  content: DistributionContent,
  slug = draftSlug(context.publication.distributionId, context.publication.textVersion),
): Promise<Post | undefined> {
  return (await findBySlug(context, root, slug)) ?? (await findPublic(context, root, content));
}

async function findPublic(
  context: PublishContext,
  root: string,
  content: DistributionContent,
): Promise<Post | undefined> {
  const { dueAt, sentSince = dueAt } = context.publication;
  const since = Math.min(Date.parse(dueAt), Date.parse(sentSince)) - MARGIN_MS;
  if (since > context.now()) return undefined;
  const title = htmlText(plainTitle(content.title));
  const alike = (await listNewest(context, root)).filter(
    (post) => Date.parse(`${post.date_gmt}Z`) >= since && htmlText(post.title.raw) === title,
  );
  const text = comparable(postHtml(content));
  for (const { id } of alike.slice(0, MAX_READ)) {
    const post = await readPost(context, root, String(id));
    if (post?.status === 'publish' && comparable(post.content?.raw ?? '') === text) return post;
  }
  return undefined;
}

async function listNewest(context: PlatformContext, root: string): Promise<z.infer<typeof listed>> {
  const query = {
    status: 'publish',
    orderby: 'date',
    order: 'desc',
    per_page: '100',
    context: 'edit',
    _fields: 'id,date_gmt,title',
  };
  const { body } = await call(context, root, 'wp/v2/posts', { query });
  return readAnswer(listed, body, SITE);
}

/** The words alone: a site may write the markup otherwise than it was sent. */
function comparable(html: string): string {
  return htmlText(html).replace(/\s+/g, ' ').trim();
}
