import { once } from '../../kernel/once.ts';
import type { PlatformAdapter } from '../contract/adapter.ts';
import { about } from './about.ts';
import { notesOf } from './lib/post-terms.ts';
import { externalIdOf } from './post-address.ts';
import { preview } from './preview.ts';
import { rules } from './rules.ts';
import { schemas } from './schemas.ts';
import { validate } from './validate.ts';

const load = once(() => import('./calls.ts'));

/**
 * Self-hosted WordPress by its REST API and an application password. `prepare` makes a draft, `publish` flips it: that
 * can be repeated without making a second post.
 */
export const wordpress: PlatformAdapter = {
  about,
  rules,
  schemas,
  load,
  validate,
  preview,
  externalIdOf,
  notesOf,
  verify: async (context) => (await load()).verify(context),
  prepare: async (context, content, saved) => (await load()).prepare(context, content, saved),
  discard: async (context, prepared, extent) => (await load()).discard(context, prepared, extent),
  publish: async (context, content, prepared) => (await load()).publish(context, content, prepared),
  find: async (context, content, prepared) => (await load()).find(context, content, prepared),
  update: async (context, externalId, content) => (await load()).update(context, externalId, content),
  delete: async (context, externalId) => (await load()).deletePost(context, externalId),
  getMetrics: async (context, externalIds) => (await load()).getMetrics(context, externalIds),
};
