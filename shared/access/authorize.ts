import { readSetting } from '../kernel/settings/read-setting.ts';
import { isKeyExpired, parseApiKey, secretMatches } from './api-key.ts';
import { readApiKey } from './api-key-items.ts';
import { keepPrincipal, knownPrincipal } from './known-keys.ts';
import type { Principal } from './principal.ts';
import { keyRateQuota, tenantRateQuota } from './settings.ts';

/** The principal whose key an `Authorization` header holds, or the reason why it is refused. */
export async function authorize(header: string | undefined): Promise<Principal | { denied: string }> {
  if (!header) return { denied: 'There is no API key.' };
  const given = header.replace(/^Bearer\s/i, '').trim();
  const known = knownPrincipal(given);
  if (known !== undefined) return known;
  const key = parseApiKey(given);
  if (key === undefined) return { denied: 'The Authorization header holds no Herald API key.' };
  const stored = await readApiKey(key.id);
  if (stored === undefined || !secretMatches(key.secret, stored.secretHash)) {
    return { denied: 'The API key is unknown, wrong or revoked.' };
  }
  if (isKeyExpired(stored, Date.now())) {
    return { denied: 'The API key has expired.' };
  }
  const { id, tenantId, scopes, expiresAt } = stored;
  // Here, where the answer is kept for a minute, and not in each function that answers.
  const [keyRate, tenantRate] = await Promise.all([
    readSetting(tenantId, keyRateQuota),
    readSetting(tenantId, tenantRateQuota),
  ]);
  const principal = { tenantId, principalId: `key:${id}`, keyId: id, scopes, keyRate, tenantRate };
  keepPrincipal(given, principal, expiresAt);
  return principal;
}
