import { adapterFor } from '../platforms/registry.ts';
import type { Account } from './account.ts';
import { type AccountView, accountViewSchema } from './account-view.ts';

export function viewAccount(account: Account): AccountView {
  const { supports } = adapterFor(account.kind).rules;
  return accountViewSchema.parse({
    ...account,
    supportsScheduling: supports.scheduling && account.supportsScheduling !== false,
    supportsEditing: supports.editing && account.supportsEditing !== false,
    supportsDeletion: supports.deletion && account.supportsDeletion !== false,
    supportsAnalytics: supports.analytics && account.supportsAnalytics !== false,
  });
}
