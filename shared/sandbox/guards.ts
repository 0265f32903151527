import { defineGuard } from '../kernel/table/guard.ts';

export const sandboxGuards = {
  post: defineGuard('sandboxPost'),
  /** The post that a new one answers to. */
  parent: defineGuard('sandboxParent'),
  /** One post for each reference. */
  reference: defineGuard('sandboxReference'),
  container: defineGuard('sandboxContainer'),
};
