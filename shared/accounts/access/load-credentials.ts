import { setTimeout as delay } from 'node:timers/promises';
import { getCredentials, getNewestCredentials, replaceCredentials } from '../../aws/credential-store.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed, transact, update } from '../../kernel/table/transact.ts';
import type { PlatformAdapter } from '../../platforms/contract/adapter.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import type { Account } from '../account.ts';
import { readAccount } from '../account-items.ts';
import { accountGuards } from '../guards.ts';
import { accountKeys } from '../keys.ts';
import { REFRESH_MS } from './access-timing.ts';
import { parseCredentials, platformContext } from './platform-context.ts';

const LOCK_MS = 30_000;

/**
 * Credentials that hold for the next minutes: read by version, refreshed where they run out. Only one worker refreshes
 * an account at a time; a rotated token is stored before anyone uses it.
 *
 * @throws PlatformError `RECONNECT` where the platform refuses to renew access
 */
export async function loadCredentials(
  adapter: PlatformAdapter,
  account: Account,
  { force = false, timeoutMs = REFRESH_MS }: { force?: boolean; timeoutMs?: number } = {},
): Promise<unknown> {
  const credentials = await getCredentials(account.credentialsSecretId, account.credentialsVersion);
  const parsed = parseCredentials(adapter, credentials);
  if (adapter.session === undefined) return parsed;
  if (!force && !adapter.session.needsRefresh(parsed, Date.now())) return parsed;
  return refresh(adapter, account, parsed, timeoutMs);
}

async function refresh(
  adapter: PlatformAdapter,
  account: Account,
  credentials: unknown,
  timeoutMs: number,
): Promise<unknown> {
  if (!(await succeeds(lock(account)))) return awaitRefresh(adapter, account, timeoutMs);
  const left = await leftBehind(adapter, account);
  if (left !== undefined) return left;
  let renewed: unknown;
  let version: string;
  try {
    renewed = await adapter.session!.refresh(platformContext(account, credentials, timeoutMs));
    version = await replaceCredentials(account.credentialsSecretId, renewed);
  } catch (error) {
    await succeeds(unlock(account, account.credentialsVersion));
    throw error;
  }
  // From here on the old token is spent: nothing may bring its version back.
  await succeeds(unlock(account, version));
  return parseCredentials(adapter, renewed);
}

/**
 * A worker that died between storing renewed credentials and naming their version left them behind: they are taken over,
 * since a rotated token works once and the one that the platform's item names is spent.
 */
async function leftBehind(adapter: PlatformAdapter, account: Account): Promise<unknown> {
  const newest = await getNewestCredentials(account.credentialsSecretId);
  if (newest.version === account.credentialsVersion) return undefined;
  await succeeds(unlock(account, newest.version));
  return parseCredentials(adapter, newest.credentials);
}

/** Somebody else refreshes: wait for the version they store. */
async function awaitRefresh(adapter: PlatformAdapter, account: Account, timeoutMs: number): Promise<unknown> {
  for (let waited = 0; waited < timeoutMs; waited += 250) {
    await delay(250);
    const now = await readAccount(account.tenantId, account.id);
    if (now === undefined) break;
    if (now.credentialsVersion !== account.credentialsVersion) {
      return parseCredentials(adapter, await getCredentials(now.credentialsSecretId, now.credentialsVersion));
    }
    if (now.refreshLockUntil === undefined) break;
  }
  throw new PlatformError({ class: 'RETRY_LATER' }, 'Another worker is renewing access to this account.', {
    remedy: 'Nothing: the post is tried again.',
  });
}

// In transactions, though each writes one item: those are retried where a post that is being created checks the same item.

function lock(account: Account): LabelledAction {
  const now = Date.now();
  return update(
    accountGuards.refreshLock,
    accountKeys.platform(account.tenantId, account.id),
    // `updatedAt` is the platform item's lock: whoever read it before this must not write the refresh lock away.
    'SET refreshLockUntil = :until, updatedAt = :now',
    { ':until': new Date(now + LOCK_MS).toISOString(), ':now': new Date(now).toISOString() },
    {
      expression:
        'credentialsVersion = :version AND (attribute_not_exists(refreshLockUntil) OR refreshLockUntil < :now)',
      values: { ':version': account.credentialsVersion },
    },
  );
}

function unlock(account: Account, version: string): LabelledAction {
  return update(
    accountGuards.refreshUnlock,
    accountKeys.platform(account.tenantId, account.id),
    'SET credentialsVersion = :new, updatedAt = :now REMOVE refreshLockUntil',
    { ':new': version, ':now': new Date().toISOString() },
    { expression: 'credentialsVersion = :old', values: { ':old': account.credentialsVersion } },
  );
}

async function succeeds(action: LabelledAction): Promise<boolean> {
  try {
    await transact([action]);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    throw error;
  }
}
