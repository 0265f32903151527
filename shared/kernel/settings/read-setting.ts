import { currentValue, type Setting, type StoredSettings } from './define-setting.ts';
import { readStoredSettings } from './setting-items.ts';

/** A changed setting holds everywhere after this time: each environment of a function reads a tenant's settings so often. */
export const SETTINGS_AGE_MS = 10_000;
const MOST_TENANTS = 500;

const known = new Map<string, { readAt: number; settings: Promise<StoredSettings> }>();

/** The value that holds for the tenant. Mostly without a call: at most one read per environment, tenant and ten seconds. */
export async function readSetting<Value>(tenantId: string, setting: Setting<Value>): Promise<Value> {
  return currentValue(setting, await readSettings(tenantId));
}

function readSettings(tenantId: string): Promise<StoredSettings> {
  const now = Date.now();
  const found = known.get(tenantId);
  if (found !== undefined && now >= found.readAt && now - found.readAt < SETTINGS_AGE_MS) return found.settings;
  const settings = readStoredSettings(tenantId);
  if (known.size >= MOST_TENANTS) known.clear();
  known.set(tenantId, { readAt: now, settings });
  // A failed read is not kept.
  settings.catch(() => forgetSettings(tenantId));
  return settings;
}

/** For the writer of settings, who must see its own change. */
export function forgetSettings(tenantId: string): void {
  known.delete(tenantId);
}
