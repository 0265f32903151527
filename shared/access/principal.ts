/** Who calls, as the authorizer has found by the key. */
export interface Principal {
  tenantId: string;
  principalId: string;
  keyId: string;
  scopes: string[];
  /** Permits per minute: of this key, and of all keys of the tenant together. */
  keyRate: number;
  tenantRate: number;
}
