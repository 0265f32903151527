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
import { lean } from '../kernel/lean-client.ts';

const client = lean(new SecretsManagerClient(clientSettings));

export interface SecretVersion {
  version: string;
  value: unknown;
}

export async function putSecret(secretId: string, version: string, value: unknown): Promise<void> {
  const content = { ClientRequestToken: version, SecretString: JSON.stringify(value) };
  try {
    await client.send(new CreateSecretCommand({ Name: secretId, ...content }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await replaceSecret(secretId, version, value);
  }
}

export async function replaceSecret(secretId: string, version: string, value: unknown): Promise<void> {
  const content = { ClientRequestToken: version, SecretString: JSON.stringify(value) };
  await client.send(new PutSecretValueCommand({ SecretId: secretId, ...content }));
}

export async function readSecret(secretId: string, version?: string): Promise<SecretVersion> {
  const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionId: version }));
  return { version: answer.VersionId!, value: JSON.parse(answer.SecretString!) };
}

export async function deleteSecret(secretId: string): Promise<void> {
  try {
    await client.send(new DeleteSecretCommand({ SecretId: secretId, ForceDeleteWithoutRecovery: true }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}
