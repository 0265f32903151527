import type { SecretVersion } from './secrets-calls.ts';

/** Few deployments keep credentials there: the client is loaded with the first call. */
const load = () => import('./secrets-calls.ts');

/** Makes the secret, or gives it a new version. `version` (a UUID) makes a repetition harmless. */
export async function putSecret(secretId: string, version: string, value: unknown): Promise<void> {
  await (await load()).putSecret(secretId, version, value);
}

/** A new version of a secret that is there. `version` (a UUID) makes a repetition harmless. */
export async function replaceSecret(secretId: string, version: string, value: unknown): Promise<void> {
  await (await load()).replaceSecret(secretId, version, value);
}

/** Exactly this version; the newest where none is asked for. */
export async function readSecret(secretId: string, version?: string): Promise<SecretVersion> {
  return (await load()).readSecret(secretId, version);
}

/** For good. Nothing to delete is success. */
export async function deleteSecret(secretId: string): Promise<void> {
  await (await load()).deleteSecret(secretId);
}
