import type { PlatformAdapter } from '../contract/adapter.ts';
import { checkContent } from '../contract/content-checks.ts';
import { PlatformError } from '../contract/platform-failure.ts';
import { specificOf } from '../contract/specific.ts';
import { visibleCallSignal } from '../http/timeouts.ts';
import { verify } from './account.ts';
import { call, findRoot, GONE } from './client.ts';
import { discard } from './discard.ts';
import { getMetrics } from './metrics.ts';
import { findBySlug, postFields, publishResult, readPost, takesFeaturedImage, toPost } from './post.ts';
import { externalIdOf } from './post-address.ts';
import { figuresIn } from './post-html.ts';
import { asksForTerms, findPostTerms, notesOf } from './post-terms.ts';
import { prepare } from './prepare.ts';
import { readPrepared } from './prepared.ts';
import { rules } from './rules.ts';
import { platformSpecific, schemas } from './schemas.ts';
import { draftSlug } from './slug.ts';

/**
 * Self-hosted WordPress by its REST API and an application password. `prepare` makes a draft, `publish` flips it: that
 * can be repeated without making a second post.
 */
export const wordpress: PlatformAdapter = {
  rules,
  schemas,
  verify,
  prepare,
  notesOf,
  discard,
  getMetrics,
  externalIdOf,

  validate: (content) => checkContent(content, rules, platformSpecific, content.body),

  preview(content) {
    const urls = content.mediaUrls ?? [];
    const body = takesFeaturedImage(content) ? urls.slice(1) : urls;
    const images = body.map((sourceUrl) => ({ sourceUrl }));
    const sent = postFields(content, images);
    const { slug, categories = [], tags = [] } = specificOf(content, platformSpecific);
    const fields = {
      ...sent,
      // Terms that are asked for by name have their ids from the site.
      ...(categories.length > 0 && { categories: [...(sent.categories ?? []), ...categories] }),
      ...(tags.length > 0 && { tags: [...(sent.tags ?? []), ...tags] }),
      slug,
      status: 'publish',
    };
    const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    return body.length < urls.length ? { ...known, featuredImageUrl: urls[0] } : known;
  },

  async publish(context, content, prepared) {
    const { root, draftId } = await prepare(context, content, prepared);
    const answer = await call(context, root, `wp/v2/posts/${draftId}`, {
      method: 'POST',
      // The address that the user chose comes with the flip: until then the slug is our mark on the draft.
      json: { status: 'publish', slug: specificOf(content, platformSpecific).slug },
      visible: true,
      signal: visibleCallSignal(context.signal),
    });
    const post = toPost(answer, true);
    if (post.status === 'publish') return publishResult(post);
    throw new PlatformError({ class: 'PERMISSION' }, `WordPress kept the post as "${post.status}".`, {
      remedy: 'Give the user the right to publish, or publish the post on the site.',
    });
  },

  async find(context, content, saved) {
    const prepared = readPrepared(saved);
    const root = prepared.root ?? (await findRoot(context));
    const { distributionId, textVersion } = context.publication;
    const slug = prepared.slug ?? draftSlug(content.title ?? '', distributionId, textVersion);
    const post =
      prepared.draftId === undefined
        ? await findBySlug(context, root, slug)
        : await readPost(context, root, String(prepared.draftId));
    return post?.status === 'publish' ? publishResult(post) : 'absent';
  },

  /** Changes text and fields. The images that are in the post stay as they are. */
  async update(context, externalId, content) {
    const root = await findRoot(context);
    const path = `wp/v2/posts/${externalId}`;
    const before = toPost(await call(context, root, path, { query: { context: 'edit' } }));
    const terms = asksForTerms(content) ? await findPostTerms(context, root, content) : {};
    const { content: html, ...fields } = postFields(content, [], { terms });
    const figures = figuresIn(before.content?.raw ?? '');
    const json = {
      ...fields,
      slug: specificOf(content, platformSpecific).slug,
      content: [html, ...figures].join('\n\n'),
    };
    return publishResult(toPost(await call(context, root, path, { method: 'POST', json })));
  },

  async delete(context, externalId) {
    const root = await findRoot(context);
    const path = `wp/v2/posts/${externalId}`;
    const answer = await call(context, root, path, { method: 'DELETE', allow: [...GONE, 501] });
    if (answer.status !== 501) return;
    // A site without a trash wants to be told that it is for good.
    await call(context, root, path, { method: 'DELETE', query: { force: 'true' }, allow: GONE });
  },
};
