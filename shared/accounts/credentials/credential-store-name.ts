/**
 * Where the credentials of accounts are: in the table, sealed under a key of KMS that costs the same for one account and
 * for ten thousand, or each in a secret of Secrets Manager.
 */
export const credentialStoreNames = ['kms', 'secrets-manager'] as const;
export type CredentialStoreName = (typeof credentialStoreNames)[number];
