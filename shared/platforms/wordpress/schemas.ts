import * as z from 'zod';
import { webAddress } from '../../kernel/web-address.ts';
import { pasted, pastedWords } from '../contract/pasted.ts';
import { siteAddress } from './lib/site-address.ts';
import { rules } from './rules.ts';

const id = z.number().int().positive();
const termName = z.string().regex(/\S/, 'Not a name').max(rules.terms.maxLength);

const byName =
  'By name, in any case. Those that the site lacks are made before the post is due, where the user may; else they are left out.';

export const publishConfig = z.strictObject({
  apiUrl: webAddress(siteAddress).meta({ description: 'The address of the site, with its path if it has one.' }),
});

export const credentials = z.strictObject({
  username: pasted.meta({ description: 'The login name of the user.' }),
  appPassword: pastedWords.meta({ description: 'An application password, with or without its spaces.' }),
});

export const platformSpecific = z.strictObject({
  /** An image that is on the site already. Without it the first of `mediaUrls` becomes the featured image. */
  featuredImageId: id.optional(),
  /** One per image, in the order of `mediaUrls`. */
  altTexts: z.array(z.string().max(rules.media.altTextMax)).max(rules.media.max).optional(),
  categoryIds: z.array(id).optional(),
  tagIds: z.array(id).optional(),
  categories: z.array(termName).max(rules.terms.max).optional().meta({ description: byName }),
  tags: z.array(termName).max(rules.terms.max).optional().meta({ description: byName }),
  /** Only keys that the site registered with `show_in_rest`. */
  meta: z.record(z.string(), z.unknown()).optional(),
  slug: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, digits and single hyphens')
    .max(180)
    .optional(),
  excerpt: z.string().optional(),
  format: z
    .enum(['standard', 'aside', 'chat', 'gallery', 'link', 'image', 'quote', 'status', 'video', 'audio'])
    .optional(),
  sticky: z.boolean().optional(),
  commentStatus: z.enum(['open', 'closed']).optional(),
});

export const schemas = { publishConfig, credentials, platformSpecific };
