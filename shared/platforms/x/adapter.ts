import type { PlatformAdapter } from '../contract/adapter.ts';
import { about } from './about.ts';
import { verify } from './account.ts';
import { deletePost } from './delete.ts';
import { find } from './find.ts';
import { partsOf } from './lib/post-body.ts';
import { getMetrics } from './metrics.ts';
import { externalIdOf } from './post-address.ts';
import { prepare } from './prepare.ts';
import { preview } from './preview.ts';
import { publish } from './publish.ts';
import { rules } from './rules.ts';
import { schemas } from './schemas.ts';
import { session } from './session.ts';
import { validate } from './validate.ts';

/** X by its API v2. It has no key against repetition: a lost answer is looked up in the account's timeline. */
export const x: PlatformAdapter = {
  about,
  rules,
  schemas,
  validate,
  preview,
  externalIdOf,
  parts: partsOf,
  verify,
  prepare,
  publish,
  find,
  delete: deletePost,
  getMetrics,
  session,
};
