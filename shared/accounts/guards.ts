import { defineConflictGuard, defineGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const accountGuards = {
  newAccount: defineNewIdGuard('newAccount'),
  account: defineConflictGuard(
    'account',
    'The platform was changed or deleted at the same moment.',
    'Read the platform again and repeat the request.',
  ),
  /** The account has other credentials, or is marked like this already. */
  connection: defineGuard('connection'),
  /** The account is blocked for longer, or deleted. */
  blocked: defineGuard('blocked'),
  refreshLock: defineGuard('refreshLock'),
  refreshUnlock: defineGuard('refreshUnlock'),
};
