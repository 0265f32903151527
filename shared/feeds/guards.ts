import { defineConflictGuard, defineGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const feedGuards = {
  newFeed: defineNewIdGuard('newFeed'),
  feed: defineConflictGuard('feed', 'The feed was changed or deleted at the same moment.'),
  /** What the poll before this one has left. */
  state: defineGuard('feedState'),
  /** One decision for each entry and platform. */
  entry: defineGuard('feedEntry'),
};
