import { setTimeout as delay } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { getCredentials, replaceCredentials } from '../cloud/credential-store.ts';
import type { Platform } from '../domain/platform.ts';
import { PlatformError } from '../domain/platform-failure.ts';
import type { PlatformAdapter } from '../platforms/adapter.ts';
import { keys } from '../store/keys.ts';
import { readPlatform } from '../store/platform-items.ts';
import { documentClient, tableName } from '../store/table.ts';
import { parseCredentials, platformContext } from './platform-context.ts';
import { REFRESH_MS } from './publish-timing.ts';

const LOCK_MS = 30_000;

/**
 * Credentials that hold for the next minutes: read by version, refreshed where they run out. Only one worker refreshes
 * an account at a time; a rotated token is stored before anyone uses it.
 *
 * @throws PlatformError `RECONNECT` where the platform refuses to renew access
 */
export async function loadCredentials(
  adapter: PlatformAdapter,
  platform: Platform,
  { force = false, timeoutMs = REFRESH_MS }: { force?: boolean; timeoutMs?: number } = {},
): Promise<unknown> {
  const credentials = await getCredentials(platform.credentialsSecretId, platform.credentialsVersion);
  const parsed = parseCredentials(adapter, credentials);
  if (adapter.session === undefined) return parsed;
  if (!force && !adapter.session.needsRefresh(parsed, Date.now())) return parsed;
  return refresh(adapter, platform, parsed, timeoutMs);
}

async function refresh(
  adapter: PlatformAdapter,
  platform: Platform,
  credentials: unknown,
  timeoutMs: number,
): Promise<unknown> {
  if (!(await lock(platform))) return awaitRefresh(adapter, platform, timeoutMs);
  try {
    const renewed = await adapter.session!.refresh(platformContext(platform, credentials, timeoutMs));
    const version = await replaceCredentials(platform.credentialsSecretId, renewed);
    await unlock(platform, version);
    return parseCredentials(adapter, renewed);
  } catch (error) {
    await unlock(platform, platform.credentialsVersion);
    throw error;
  }
}

/** Somebody else refreshes: wait for the version they store. */
async function awaitRefresh(adapter: PlatformAdapter, platform: Platform, timeoutMs: number): Promise<unknown> {
  for (let waited = 0; waited < timeoutMs; waited += 250) {
    await delay(250);
    const now = await readPlatform(platform.tenantId, platform.id);
    if (now === undefined) break;
    if (now.credentialsVersion !== platform.credentialsVersion) {
      return parseCredentials(adapter, await getCredentials(now.credentialsSecretId, now.credentialsVersion));
    }
    if (now.refreshLockUntil === undefined) break;
  }
  throw new PlatformError({ class: 'RETRY_LATER' }, 'Another worker is renewing access to this account.', {
    remedy: 'Nothing: the post is tried again.',
  });
}

async function lock(platform: Platform): Promise<boolean> {
  const now = Date.now();
  try {
    await documentClient.send(
      new UpdateCommand({
        TableName: tableName(),
        Key: keys.platform(platform.tenantId, platform.id),
        // `updatedAt` is the platform item's lock: whoever read it before this must not write the refresh lock away.
        UpdateExpression: 'SET refreshLockUntil = :until, updatedAt = :now',
        ConditionExpression:
          'credentialsVersion = :version AND (attribute_not_exists(refreshLockUntil) OR refreshLockUntil < :now)',
        ExpressionAttributeValues: {
          ':until': new Date(now + LOCK_MS).toISOString(),
          ':now': new Date(now).toISOString(),
          ':version': platform.credentialsVersion,
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function unlock(platform: Platform, version: string): Promise<void> {
  await documentClient.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: keys.platform(platform.tenantId, platform.id),
      // `updatedAt` is the platform item's lock: whoever read it before this refresh must not write the old version back.
      UpdateExpression: 'SET credentialsVersion = :new, updatedAt = :now REMOVE refreshLockUntil',
      ConditionExpression: 'credentialsVersion = :old',
      ExpressionAttributeValues: {
        ':new': version,
        ':old': platform.credentialsVersion,
        ':now': new Date().toISOString(),
      },
    }),
  );
}
