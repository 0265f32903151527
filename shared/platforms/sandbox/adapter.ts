import { once } from '../../kernel/once.ts';
import type { PlatformAdapter } from '../contract/adapter.ts';
import { about, blindAbout, containerAbout } from './about.ts';
import { partsOf, postFields } from './lib/post.ts';
import { externalIdOf } from './post-address.ts';
import { preview } from './preview.ts';
import { blindRules, containerRules, rules } from './rules.ts';
import { schemas, threadSchemas } from './schemas.ts';
import { validateFor } from './validate.ts';

const load = once(() => import('./calls.ts'));

/** What the sandbox network does for a post however it was published. */
const network = {
  load,
  externalIdOf,
  verify: async (context) => (await load()).verify(context),
  delete: async (context, externalId) => (await load()).deletePost(context, externalId),
  getMetrics: async (context, externalIds) => (await load()).getMetrics(context, externalIds),
} satisfies Partial<PlatformAdapter>;

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
  publish: async (context, content) => (await load()).publish(context, content),
  find: async (context) => (await load()).find(context),
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
  prepare: async (context, content, saved) => (await load()).prepare(context, content, saved),
  discard: async (context, prepared, extent) => (await load()).discard(context, prepared, extent),
  publish: async (context, content, prepared) => (await load()).publishContainer(context, content, prepared),
  find: async (context, content, prepared) => (await load()).findContainer(context, content, prepared),
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
  publish: async (context, content) => (await load()).publishBlind(context, content),
};
