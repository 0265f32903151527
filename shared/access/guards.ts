import { HeraldError } from '../kernel/herald-error.ts';
import { defineConflictGuard, defineGuard, defineNewIdGuard } from '../kernel/table/guard.ts';

export const accessGuards = {
  newTenant: defineGuard('newTenant'),
  tenant: defineGuard(
    'tenant',
    (_item, cause) =>
      new HeraldError('not_found', 'There is no such tenant.', {
        remedy: 'create-tenant prints the id of a tenant as it makes it; every table key of the tenant begins with it.',
        cause,
      }),
  ),
  newApiKey: defineNewIdGuard('newApiKey'),
  otherAdminKey: defineConflictGuard('otherAdminKey', 'Another admin key was revoked at the same moment.'),
  apiKey: defineConflictGuard('apiKey', 'The API key was revoked at the same moment.', 'Nothing: the key is revoked.'),
};
