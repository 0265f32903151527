import * as z from 'zod';
import { followingFields } from '../contract/thread.ts';
import { rules } from './rules.ts';

const token = z.string().min(1);

export const publishConfig = z.strictObject({
  /** Another address than https://api.x.com, e.g. a proxy. */
  apiUrl: z.url({ protocol: /^https?$/ }).optional(),
});

/** The keys of one own account (OAuth 1.0a): they do not run out. */
const oauth1 = z.strictObject({ apiKey: token, apiSecret: token, accessToken: token, accessSecret: token });
export type OAuth1Credentials = z.infer<typeof oauth1>;

/** Tokens of OAuth 2 with PKCE, scopes `tweet.read tweet.write users.read media.write offline.access`. */
const oauth2 = z.strictObject({
  clientId: token,
  /** Confidential clients only. */
  clientSecret: token.optional(),
  accessToken: token,
  refreshToken: token,
  expiresAt: z.iso.datetime().optional(),
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
  ...followingFields,
});

export const schemas = { publishConfig, credentials, platformSpecific };
