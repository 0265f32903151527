import * as z from 'zod';

export const scopes = ['read', 'write', 'publish', 'approve', 'admin', 'sandbox'] as const;
export const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;

/** A key with `admin` may do everything; any other only what its scopes name. */
export function mayUse(owned: readonly string[], needed: Scope): boolean {
  return owned.includes('admin') || owned.includes(needed);
}
