import { adapterFor, type PlatformKind } from '../platforms/registry.ts';
import type { Platform } from './account.ts';
import { type PlatformView, platformViewSchema } from './account-view.ts';

export function viewPlatform(platform: Platform): PlatformView {
  const { supports } = adapterFor(platform.kind as PlatformKind).rules;
  return platformViewSchema.parse({
    ...platform,
    supportsScheduling: supports.scheduling && platform.supportsScheduling !== false,
    supportsEditing: supports.editing && platform.supportsEditing !== false,
    supportsDeletion: supports.deletion && platform.supportsDeletion !== false,
    supportsAnalytics: supports.analytics && platform.supportsAnalytics !== false,
  });
}
