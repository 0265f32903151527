import { defineConflictGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const crossPostGuards = {
  newCrossPost: defineNewIdGuard('newCrossPost'),
  /** The group's item as the request has read it, with the counts of its members. */
  crossPost: defineConflictGuard('crossPost', 'The cross-post was changed at the same moment.'),
};
