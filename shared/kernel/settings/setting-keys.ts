import type { Key } from '../table/client.ts';
import { tenantPrefix } from '../table/key-parts.ts';

export const settingsPk = (tenantId: string) => `${tenantPrefix(tenantId)}#SETTINGS`;

export const settingKeys = {
  settings: (tenantId: string): Key => ({ pk: settingsPk(tenantId), sk: 'SETTINGS' }),
  /** How many of something the tenant has. Apart, so that creating one thing does not wait for another. */
  count: (tenantId: string, name: string): Key => ({ pk: `${tenantPrefix(tenantId)}#COUNT#${name}`, sk: 'COUNT' }),
};
