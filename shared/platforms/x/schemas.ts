import * as z from 'zod';
import { webAddress, withoutFinalSlashes } from '../../kernel/web-address.ts';
import { pastedToken } from '../contract/pasted.ts';
import { followingFields } from '../contract/thread.ts';
import { externalIdOf } from './post-address.ts';
import { rules } from './rules.ts';

const token = pastedToken;

export const publishConfig = z.strictObject({
  apiUrl: webAddress(withoutFinalSlashes)
    .optional()
    .meta({ description: 'Another address than https://api.x.com, e.g. a proxy.' }),
});

const oauth1 = z
  .strictObject({ apiKey: token, apiSecret: token, accessToken: token, accessSecret: token })
  .meta({ title: 'OAuth 1.0a', description: "The keys of the app owner's own account. They do not expire." });

const oauth2 = z
  .strictObject({
    clientId: token,
    clientSecret: token.optional().meta({ description: 'Confidential clients only.' }),
    accessToken: token,
    refreshToken: token.meta({ description: 'Herald renews the access with it, and stores the new one.' }),
    expiresAt: z.iso.datetime().optional().meta({
      description: 'When the access token expires. Without it, Herald renews the access before the first call.',
    }),
  })
  .meta({
    title: 'OAuth 2',
    description: 'With PKCE and the scopes tweet.read, tweet.write, users.read, media.write and offline.access.',
  });
export type OAuth2Credentials = z.infer<typeof oauth2>;

export const credentials = z.union([oauth1, oauth2]);
export type XCredentials = z.infer<typeof credentials>;

export const platformSpecific = z.strictObject({
  /** Who may reply; everyone when left out. */
  replySettings: z.enum(['following', 'mentionedUsers', 'subscribers', 'verified']).optional(),
  madeWithAi: z.boolean().optional(),
  paidPartnership: z.boolean().optional(),
  /** One per image, in the order of `mediaUrls`. */
  altTexts: z.array(z.string().max(rules.media.altTextMax)).max(rules.media.max).optional(),
  /** The post on X that this one answers: its id, or its address as the browser shows it. */
  inReplyTo: z
    .string()
    .max(200)
    .refine((said) => postIdOf(said) !== undefined, 'Not the id or the address of a post on X')
    .optional(),
  ...followingFields,
});

/** @param said an id, or an address */
export function postIdOf(said: string): string | undefined {
  return /^\d{1,19}$/.test(said) ? said : externalIdOf(said);
}

export const schemas = { publishConfig, credentials, platformSpecific };
