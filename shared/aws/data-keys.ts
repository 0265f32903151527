import type { DataKey } from './data-keys-calls.ts';

/** Credentials stay in memory: the client for their keys is loaded with the first that is not there. */
const load = () => import('./data-keys-calls.ts');

/** @param context what the key is for: KMS opens it only for who names the same, and writes it into CloudTrail */
export async function newDataKey(context: Record<string, string>): Promise<DataKey> {
  return (await load()).newDataKey(context);
}

/** @throws InvalidCiphertextException where the key was made for something else */
export async function openDataKey(sealed: string, context: Record<string, string>): Promise<Uint8Array> {
  return (await load()).openDataKey(sealed, context);
}
