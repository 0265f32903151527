import { defineConflictGuard, defineGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const accessGuards = {
  newTenant: defineGuard('newTenant'),
  newApiKey: defineNewIdGuard('newApiKey'),
  otherAdminKey: defineConflictGuard('otherAdminKey', 'Another admin key was revoked at the same moment.'),
  apiKey: defineConflictGuard('apiKey', 'The API key was revoked at the same moment.', 'Nothing: the key is revoked.'),
};
