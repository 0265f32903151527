import * as z from 'zod';
import { webAddress, withoutFinalSlashes } from '../../kernel/web-address.ts';
import { pasted } from '../contract/pasted.ts';
import { followingFields } from '../contract/thread.ts';
import { langsMax, rules, selfLabels } from './rules.ts';

const text = z.string().min(1);
/** Bluesky shows a handle with an "@" before it, and takes it without. */
const account = pasted.overwrite((given) => given.replace(/^@/, ''));

export const publishConfig = z.strictObject({
  service: webAddress(withoutFinalSlashes)
    .default('https://bsky.social')
    .meta({ description: 'The server that the account logs in at.' }),
});

/** Bluesky allows 300 logins a day, so Herald stores the session of a login and refreshes it. */
const session = z.strictObject({
  did: text,
  handle: text,
  accessJwt: text,
  refreshJwt: text,
  /** The account's own server, which the login named. */
  pdsUrl: z.url({ protocol: /^https?$/ }),
});
export type Session = z.infer<typeof session>;

export const credentials = z.strictObject({
  identifier: account.meta({ description: 'Handle, DID or e-mail address.' }),
  appPassword: pasted.meta({ description: 'An app password, not the password of the account.' }),
  session: session.optional().meta({ readOnly: true, description: 'The session, after the first login.' }),
});
export type BlueskyCredentials = z.infer<typeof credentials>;

export const platformSpecific = z.strictObject({
  /** BCP 47, e.g. `en` or `pt-BR`. */
  langs: z
    .array(z.string().regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'Not a language tag'))
    .max(langsMax)
    .optional(),
  labels: z.array(z.enum(selfLabels)).max(selfLabels.length).optional(),
  /** One per image, in the order of `mediaUrls`. */
  altTexts: z.array(z.string().max(rules.media.altTextMax)).max(rules.media.max).optional(),
  /** What the card of `linkUrl` says. Bluesky does not look at the page itself. */
  linkCard: z.strictObject({ title: z.string().max(300), description: z.string().max(1000) }).optional(),
  ...followingFields,
});

export const schemas = { publishConfig, credentials, platformSpecific };
