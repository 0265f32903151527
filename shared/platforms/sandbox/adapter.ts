import type { PlatformAdapter } from '../contract/adapter.ts';
import { about, blindAbout, containerAbout } from './about.ts';
import { verify } from './account.ts';
import { deletePost } from './delete.ts';
import { discard } from './discard.ts';
import { find, findContainer } from './find.ts';
import { partsOf, postFields } from './lib/post.ts';
import { getMetrics } from './metrics.ts';
import { externalIdOf } from './post-address.ts';
import { prepare } from './prepare.ts';
import { preview } from './preview.ts';
import { publish, publishBlind, publishContainer } from './publish.ts';
import { blindRules, containerRules, rules } from './rules.ts';
import { schemas, threadSchemas } from './schemas.ts';
import { validateFor } from './validate.ts';

/** What the sandbox network does for a post however it was published. */
const network = { externalIdOf, verify, delete: deletePost, getMetrics } satisfies Partial<PlatformAdapter>;

/**
 * The small social network inside the stack: it shows what publishing does without an account anywhere. Posts carry our
 * reference, and the same reference again answers with the first post.
 */
export const sandbox: PlatformAdapter = {
  ...network,
  about,
  rules,
  schemas: threadSchemas,
  validate: validateFor(rules, threadSchemas),
  preview,
  parts: partsOf,
  publish,
  find,
};

/**
 * The sandbox network in two steps, as Instagram and Threads have it: first a container that is not public, then its
 * publication, which happens once. The container says afterwards whether it was published.
 */
export const sandboxContainer: PlatformAdapter = {
  ...network,
  about: containerAbout,
  rules: containerRules,
  schemas,
  validate: validateFor(containerRules, schemas),
  preview: postFields,
  prepare,
  discard,
  publish: publishContainer,
  find: findContainer,
};

/**
 * The sandbox network as a platform that takes no reference: each call makes a post, and after a lost answer only a
 * person can say whether there is one.
 */
export const sandboxBlind: PlatformAdapter = {
  ...network,
  about: blindAbout,
  rules: blindRules,
  schemas: threadSchemas,
  validate: validateFor(blindRules, threadSchemas),
  preview,
  parts: partsOf,
  publish: publishBlind,
};
