import { HeraldError } from '../../kernel/herald-error.ts';
import { defineConflictGuard, defineGuard, defineNewIdGuard } from '../../kernel/table/guard.ts';
import { sameTextProblem } from './same-text.ts';

export const postGuards = {
  newDistribution: defineNewIdGuard('newDistribution'),
  distribution: defineConflictGuard('distribution', 'The distribution was changed at the same moment.'),
  contentHash: defineGuard('contentHash', (item, cause) => {
    const existingId = String(item?.distributionId);
    const problem = sameTextProblem(existingId);
    return new HeraldError('duplicate_content', problem.message, {
      remedy: problem.remedy,
      problems: [problem],
      extra: { existingId },
      cause,
    });
  }),
  /** Whether the post's cross-post is paused. */
  groupPause: defineConflictGuard('groupPause', 'The cross-post was paused or resumed at the same moment.'),
  /** Another worker has prepared the post since. */
  prepared: defineGuard('prepared'),
  /** Another distribution has this id of the platform. */
  externalId: defineGuard('externalId'),
};

/** Which limit of the account's quota refuses a place. */
export const quotaGuards = {
  postsPerHour: defineGuard('postsPerHour'),
  postsPerDay: defineGuard('postsPerDay'),
  minInterval: defineGuard('minInterval'),
  /** Others have waited longer. */
  line: defineGuard('line'),
};

/** The lock of the worker that gives out the places of one account's queue. */
export const lineGuards = {
  lock: defineGuard('lineLock'),
  again: defineGuard('lineAgain'),
  unlock: defineGuard('lineUnlock'),
};
