import { readSetting } from '../kernel/settings/read-setting.ts';
import { isKeyExpired, parseApiKey, secretMatches } from './api-key.ts';
import { readApiKey } from './api-key-items.ts';
import { keyRateQuota, tenantRateQuota } from './settings.ts';

export interface Principal {
  tenantId: string;
  principalId: string;
  keyId: string;
  scopes: string[];
  /** Permits per minute: of this key, and of all keys of the tenant together. */
  keyRate: number;
  tenantRate: number;
}

/** The principal whose key an `Authorization` header holds, or the reason why it is refused. */
export async function authorize(header: string | undefined): Promise<Principal | { denied: string }> {
  if (!header) return { denied: 'There is no API key.' };
  const key = parseApiKey(header.replace(/^Bearer\s+/i, '').trim());
  if (key === undefined) return { denied: 'The Authorization header holds no Herald API key.' };
  const stored = await readApiKey(key.id);
  if (stored === undefined || !secretMatches(key.secret, stored.secretHash)) {
    return { denied: 'The API key is unknown, wrong or revoked.' };
  }
  if (isKeyExpired(stored, Date.now())) {
    return { denied: 'The API key has expired.' };
  }
  const { id, tenantId, scopes } = stored;
  // Here, where the gateway asks once a minute, and not in each function that answers.
  const [keyRate, tenantRate] = await Promise.all([
    readSetting(tenantId, keyRateQuota),
    readSetting(tenantId, tenantRateQuota),
  ]);
  return { tenantId, principalId: `key:${id}`, keyId: id, scopes, keyRate, tenantRate };
}
