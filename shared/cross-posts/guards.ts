import { defineGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const crossPostGuards = {
  newCrossPost: defineNewIdGuard('newCrossPost'),
  /** The group's item as the request has read it: a member that moves counts itself there. */
  crossPost: defineGuard('crossPost'),
};
