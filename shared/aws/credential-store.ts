import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientSettings } from '../kernel/client-settings.ts';
import { environment } from '../kernel/environment.ts';

const client = new SecretsManagerClient(clientSettings);
/** By secret and version, so that an entry never goes stale. Small: a function serves few accounts between two cold starts. */
const cache = new Map<string, unknown>();
const CACHE_SIZE = 500;

export function secretName(tenantId: string, platformId: string): string {
  return `${environment('SECRET_PREFIX')}${tenantId}/${platformId}`;
}

/** Stores credentials and answers the version to read them by. Running it twice leaves one secret. */
export async function putCredentials(secretId: string, credentials: unknown): Promise<string> {
  const SecretString = JSON.stringify(credentials);
  try {
    const created = await client.send(new CreateSecretCommand({ Name: secretId, SecretString }));
    return created.VersionId!;
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    return replaceCredentials(secretId, credentials);
  }
}

export async function replaceCredentials(secretId: string, credentials: unknown): Promise<string> {
  const put = await client.send(
    new PutSecretValueCommand({ SecretId: secretId, SecretString: JSON.stringify(credentials) }),
  );
  return put.VersionId!;
}

/** Exactly this version, from memory where this function has read it before. */
export async function getCredentials(secretId: string, version: string): Promise<unknown> {
  const key = `${secretId}#${version}`;
  if (cache.has(key)) return cache.get(key);
  const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionId: version }));
  const credentials: unknown = JSON.parse(answer.SecretString!);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(key, credentials);
  return credentials;
}

/** The newest there is, whatever the platform's item says of it. */
export async function getNewestCredentials(secretId: string): Promise<{ version: string; credentials: unknown }> {
  const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  return { version: answer.VersionId!, credentials: JSON.parse(answer.SecretString!) };
}

/** For good: a disconnected account's credentials are not kept. Nothing to delete is success. */
export async function deleteCredentials(secretId: string): Promise<void> {
  try {
    await client.send(new DeleteSecretCommand({ SecretId: secretId, ForceDeleteWithoutRecovery: true }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}
