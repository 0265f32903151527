/** Who calls, as the authorizer has found by the key. */
export interface Principal {
  tenantId: string;
  principalId: string;
  keyId: string;
  scopes: string[];
}
