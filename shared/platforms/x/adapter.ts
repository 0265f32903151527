import { once } from '../../kernel/once.ts';
import type { PlatformAdapter } from '../contract/adapter.ts';
import { about } from './about.ts';
import { partsOf } from './lib/post-body.ts';
import { externalIdOf } from './post-address.ts';
import { preview } from './preview.ts';
import { rules } from './rules.ts';
import { schemas } from './schemas.ts';
import { needsRefresh } from './session.ts';
import { validate } from './validate.ts';

// With the library: the visible call loads nothing.
const load = once(async () => (await Promise.all([import('./calls.ts'), import('twitter-api-v2')]))[0]);

/** X by its API v2. It has no key against repetition: a lost answer is looked up in the account's timeline. */
export const x: PlatformAdapter = {
  about,
  rules,
  schemas,
  load,
  validate,
  preview,
  externalIdOf,
  parts: partsOf,
  verify: async (context) => (await load()).verify(context),
  prepare: async (context, content, saved) => (await load()).prepare(context, content, saved),
  publish: async (context, content, prepared) => (await load()).publish(context, content, prepared),
  find: async (context, content, prepared) => (await load()).find(context, content, prepared),
  delete: async (context, externalId) => (await load()).deletePost(context, externalId),
  getMetrics: async (context, externalIds) => (await load()).getMetrics(context, externalIds),
  session: { needsRefresh, refresh: async (context) => (await load()).refresh(context) },
};
