import type { PlatformAdapter } from '../contract/adapter.ts';
import { about } from './about.ts';
import { partsOf } from './lib/record.ts';
import { externalIdOf } from './post-address.ts';
import { preview } from './preview.ts';
import { rules } from './rules.ts';
import { schemas } from './schemas.ts';
import { needsRefresh } from './session.ts';
import { validate } from './validate.ts';

/**
 * Bluesky (AT Protocol) with an app password. Posts have a key of our own, so writing one twice leaves one.
 *
 * The official library is half a megabyte of schemas: the first call that goes out loads it, not every function that
 * validates a post.
 */
export const bluesky: PlatformAdapter = {
  about,
  rules,
  schemas,
  validate,
  preview,
  externalIdOf,
  parts: partsOf,
  verify: async (context) => (await import('./account.ts')).verify(context),
  prepare: async (context, content, saved) => (await import('./prepare.ts')).prepare(context, content, saved),
  publish: async (context, content, prepared) => (await import('./publish.ts')).publish(context, content, prepared),
  find: async (context) => (await import('./find.ts')).find(context),
  delete: async (context, externalId) => (await import('./delete.ts')).deletePost(context, externalId),
  getMetrics: async (context, externalIds) => (await import('./metrics.ts')).getMetrics(context, externalIds),
  session: { needsRefresh, refresh: async (context) => (await import('./lib/login.ts')).refresh(context) },
};
