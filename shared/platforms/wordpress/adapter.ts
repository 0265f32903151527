import type { PlatformAdapter } from '../contract/adapter.ts';
import { about } from './about.ts';
import { verify } from './account.ts';
import { deletePost } from './delete.ts';
import { discard } from './discard.ts';
import { find } from './find.ts';
import { notesOf } from './lib/post-terms.ts';
import { getMetrics } from './metrics.ts';
import { externalIdOf } from './post-address.ts';
import { prepare } from './prepare.ts';
import { preview } from './preview.ts';
import { publish } from './publish.ts';
import { rules } from './rules.ts';
import { schemas } from './schemas.ts';
import { update } from './update.ts';
import { validate } from './validate.ts';

/**
 * Self-hosted WordPress by its REST API and an application password. `prepare` makes a draft, `publish` flips it: that
 * can be repeated without making a second post.
 */
export const wordpress: PlatformAdapter = {
  about,
  rules,
  schemas,
  validate,
  preview,
  externalIdOf,
  verify,
  prepare,
  notesOf,
  discard,
  publish,
  find,
  update,
  delete: deletePost,
  getMetrics,
};
