import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import type { Account } from './account.ts';
import { type AccountView, accountViewSchema } from './account-view.ts';

export function viewAccount(platform: Account): AccountView {
  const { supports } = adapterFor(platform.kind as PlatformKind).rules;
  return accountViewSchema.parse({
    ...platform,
    supportsScheduling: supports.scheduling && platform.supportsScheduling !== false,
    supportsEditing: supports.editing && platform.supportsEditing !== false,
    supportsDeletion: supports.deletion && platform.supportsDeletion !== false,
    supportsAnalytics: supports.analytics && platform.supportsAnalytics !== false,
  });
}
