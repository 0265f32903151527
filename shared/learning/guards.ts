import { defineGuard } from '../kernel/table/guard.ts';

export const learningGuards = {
  /** The newest figures as the worker has read them. */
  summary: defineGuard('summary'),
  /** As many snapshots in their own item as the worker knows, or fewer. */
  snapshots: defineGuard('snapshots'),
};
