import * as z from 'zod';
import { webAddress, withoutFinalSlashes } from '../../kernel/web-address.ts';
import { pastedToken } from '../contract/pasted.ts';
import { followingFields } from '../contract/thread.ts';
import { sandboxBehaviourSchema } from './lib/behaviour.ts';
import { rules } from './rules.ts';

export const publishConfig = z.strictObject({
  apiUrl: webAddress(withoutFinalSlashes)
    .optional()
    .meta({ description: 'The API of another deployment. Without it, the API of this one.' }),
});

export const credentials = z.strictObject({
  apiKey: pastedToken.meta({ description: 'An API key of that deployment with the scope sandbox.' }),
});

export const platformSpecific = z.strictObject({
  /** One per image, in the order of `mediaUrls`. */
  altTexts: z.array(z.string().max(rules.media.altTextMax)).max(rules.media.max).optional(),
  behaviour: sandboxBehaviourSchema.optional(),
});

export const threadSpecific = platformSpecific.extend({
  ...followingFields,
  /** The post of a thread that has the behaviour. Default: the first (0). */
  behaviourPart: z.number().int().min(0).max(rules.thread.max).optional(),
});

export const schemas = { publishConfig, credentials, platformSpecific };
export const threadSchemas = { publishConfig, credentials, platformSpecific: threadSpecific };
