import { defineConflictGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const contentGuards = {
  newContent: defineNewIdGuard('newContent'),
  content: defineConflictGuard('content', 'The content was changed or deleted at the same moment.'),
};
