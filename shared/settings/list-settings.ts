import { readStoredSettings } from '../kernel/settings/setting-items.ts';
import { viewSettings } from './view-settings.ts';

/** Every setting of the deployment, with what holds for the tenant. */
export async function listSettings(tenantId: string) {
  return viewSettings(await readStoredSettings(tenantId));
}
