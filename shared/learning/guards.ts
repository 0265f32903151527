import { defineGuard } from '../kernel/table/guard.ts';

export const learningGuards = {
  /** The newest figures as the worker has read them. */
  summary: defineGuard('summary'),
};
