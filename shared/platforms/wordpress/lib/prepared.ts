import * as z from 'zod';
import type { PlatformContext, Prepared } from '../../contract/adapter.ts';
import { isSameSite, siteAddress } from './site-address.ts';

const uploadedImage = z.object({ id: z.number(), sourceUrl: z.string() });
export type UploadedImage = z.infer<typeof uploadedImage>;

const foundTerms = z.object({
  found: z.array(z.object({ name: z.string(), id: z.number() })),
  /** Names that the site has not and would not make. */
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type FoundTerms = z.infer<typeof foundTerms>;

const postTerms = z.object({ categories: foundTerms.optional(), tags: foundTerms.optional() });
/** What the names in a post's `categories` and `tags` are on the site. */
export type PostTerms = z.infer<typeof postTerms>;

const preparedSchema = z.object({
  /** The site's address, as the account had it. Missing: of a draft from before it was kept. */
  site: z.string().optional(),
  /** Where the site's REST API is, found once: perhaps below another path of the host. */
  root: z.string().optional(),
  /** The draft's own slug, by which it is found while its id is not known. */
  slug: z.string().optional(),
  draftId: z.number().optional(),
  media: z.array(uploadedImage).default([]),
  terms: postTerms.optional(),
  /** The draft has everything: text, images, terms. */
  written: z.boolean().optional(),
});
export type WordpressPrepared = z.infer<typeof preparedSchema>;

export function readPrepared(saved: Prepared): WordpressPrepared {
  return preparedSchema.parse(saved);
}

/**
 * What is prepared on the account's site. Where the account has been connected with another address since, be it another
 * blog of the same host, that is the draft's own slug and no more: the other site gets none of the new credentials, and has none of the ids. A site that has
 * only moved has the draft under its slug all the same.
 */
export function preparedOnSite({ platform }: Pick<PlatformContext, 'platform'>, saved: Prepared): WordpressPrepared {
  const prepared = readPrepared(saved);
  const { site, root, slug } = prepared;
  if (root === undefined) return prepared;
  const now = new URL(siteOf({ platform }));
  // Where only the API's own place is known, that says nothing of the path: a host may have many blogs.
  const isSame = isSameSite(now, new URL(site ?? root)) && (site === undefined || isSamePath(now, new URL(site)));
  return isSame ? prepared : { slug, media: [] };
}

/** The site of the account, as its prepared posts name it. */
export function siteOf({ platform }: Pick<PlatformContext, 'platform'>): string {
  return siteAddress(String(platform.publishConfig.apiUrl));
}

const isSamePath = (one: URL, other: URL) => one.pathname === other.pathname;
