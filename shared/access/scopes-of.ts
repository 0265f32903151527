import { isKeyExpired } from './api-key.ts';
import { readApiKey } from './api-key-items.ts';

/**
 * What a principal may do at this moment, for work that goes on without a request: a key that was revoked or has expired
 * meanwhile may do nothing.
 */
export async function scopesOf(tenantId: string, principal: string): Promise<readonly string[]> {
  const [, id] = /^key:(.+)$/.exec(principal) ?? [];
  const key = id === undefined ? undefined : await readApiKey(id);
  if (key === undefined || key.tenantId !== tenantId || isKeyExpired(key, Date.now())) return [];
  return key.scopes;
}
