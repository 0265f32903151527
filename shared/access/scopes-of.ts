import { isKeyExpired } from './api-key.ts';
import { readApiKey } from './api-key-items.ts';

/**
 * The scopes that a principal has at this moment, for work that runs without a request. None, where the key was revoked
 * or has expired since the request.
 */
export async function scopesOf(tenantId: string, principal: string): Promise<readonly string[]> {
  const [, id] = /^key:(.+)$/.exec(principal) ?? [];
  const key = id === undefined ? undefined : await readApiKey(id);
  if (key === undefined || key.tenantId !== tenantId || isKeyExpired(key, Date.now())) return [];
  return key.scopes;
}
