import { HeraldError } from '../../kernel/herald-error.ts';
import type { ContentProblem } from '../../kernel/problem.ts';
import { defineConflictGuard, defineGuard, defineNewIdGuard } from '../../kernel/table/guard.ts';

/** The same text goes to the same platform within 24 hours: in the words of a refusal and of a dry run. */
export function sameTextProblem(existingId: string): ContentProblem {
  return {
    field: '/body',
    code: 'duplicate_content',
    message: 'The same text goes to this platform within 24 hours already.',
    remedy: `See distribution ${existingId}, change the text, or send "allowDuplicate": true.`,
  };
}

export const postGuards = {
  newDistribution: defineNewIdGuard('newDistribution'),
  distribution: defineConflictGuard('distribution', 'The distribution was changed at the same moment.'),
  contentHash: defineGuard('contentHash', (item, cause) => {
    const existingId = String(item?.distributionId);
    const problem = sameTextProblem(existingId);
    const { message, remedy } = problem;
    return new HeraldError('duplicate_content', message, { remedy, problems: [problem], extra: { existingId }, cause });
  }),
  /** Whether the post's cross-post is paused. */
  groupPause: defineConflictGuard('groupPause', 'The cross-post was paused or resumed at the same moment.'),
  /** Another distribution has this id of the platform. */
  externalId: defineGuard('externalId'),
};

/** Which limit of the account's ledger refuses a place. */
export const quotaGuards = {
  postsPerHour: defineGuard('postsPerHour'),
  postsPerDay: defineGuard('postsPerDay'),
  minInterval: defineGuard('minInterval'),
  /** Others have waited longer. */
  line: defineGuard('line'),
};

/** The lock of the worker that gives out the places of one account's line. */
export const lineGuards = {
  lock: defineGuard('lineLock'),
  again: defineGuard('lineAgain'),
  unlock: defineGuard('lineUnlock'),
};
