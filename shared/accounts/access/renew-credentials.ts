import { setTimeout as delay } from 'node:timers/promises';
import { retryPassing } from '../../kernel/retry-passing.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed, transact } from '../../kernel/table/transact.ts';
import { sleepUntil } from '../../kernel/time/clock.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { Account } from '../account.ts';
import { changeAccount, readAccount } from '../account-items.ts';
import {
  beginReplacement,
  type CredentialWrite,
  readNewest,
  readStored,
  storeOf,
} from '../credentials/credential-store.ts';
import { accountGuards } from '../guards.ts';
import { platformContext } from './platform-context.ts';

/** Longer than everything under it at its slowest: AWS before the platform's call, that call, and storing what it gave. */
const LOCK_MS = 45_000;
const LOOK_MS = 250;
/** A rotated token is tried to be stored for so long. */
const STORE_MS = 14_000;
const MAX_STORE_PAUSE_MS = 2_000;

/** One version of an account's credentials, parsed by the adapter's schema. */
export interface Credentials {
  version: string;
  parsed: unknown;
}

/** The version that `account` names. */
export async function readCredentials(account: Account): Promise<Credentials> {
  const { version, credentials } = await retryPassing(() => readStored(account));
  return parse(account, version, credentials);
}

/**
 * New credentials in place of those that run out, or that the platform no longer takes. One worker at a time renews an
 * account, and a rotated token is stored before anyone uses it. Where another worker has renewed the same version,
 * its result is answered.
 *
 * `timeoutMs` ends the platform's own call; what it answered is always stored.
 *
 * @throws PlatformError `RECONNECT` where the platform refuses to renew access
 */
export async function renewCredentials(account: Account, used: Credentials, timeoutMs: number): Promise<Credentials> {
  const stale = { ...account, credentialsVersion: used.version };
  if (!(await succeeds([lock(stale)]))) return awaitRenewal(stale, timeoutMs);
  const left = await leftBehind(stale);
  if (left !== undefined) return left;
  let write: CredentialWrite;
  let renewed: unknown;
  try {
    // Before the platform spends the old token: what fails here costs nothing.
    write = await beginReplacement(stale);
    const { session } = adapterFor(stale.kind);
    renewed = await session!.refresh(platformContext(stale, used.parsed, timeoutMs));
  } catch (error) {
    await succeeds([change(stale, { credentialsVersion: used.version })]);
    throw error;
  }
  // From here on the old token is spent: nothing may bring its version back, and the new one is lost where it is not stored.
  await keepTrying(async () => succeeds([...(await write.store(renewed)), change(stale, write.fields)]));
  return parse(stale, write.version, renewed);
}

/** One failed write of AWS does not cost a token; each try repeats the last one under the same version. */
async function keepTrying(work: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + STORE_MS;
  for (let pause = 100; ; pause = Math.min(MAX_STORE_PAUSE_MS, pause * 2)) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() + pause > end) throw error;
      await sleepUntil(Date.now() + pause * (0.5 + Math.random() / 2));
    }
  }
}

/**
 * A worker that died between storing renewed credentials in Secrets Manager and naming their version left them behind: they
 * are taken over, since a rotated token works once and the one that the account's item names is spent. In the table both
 * are one transaction.
 */
async function leftBehind(account: Account): Promise<Credentials | undefined> {
  if (storeOf(account) === 'kms') return undefined;
  const { version, credentials } = await retryPassing(() => readNewest(account));
  if (version === account.credentialsVersion) return undefined;
  await succeeds([change(account, { credentialsVersion: version })]);
  return parse(account, version, credentials);
}

/** Another worker renews, or has renewed: waits for the version that it stores. */
async function awaitRenewal(account: Account, timeoutMs: number): Promise<Credentials> {
  for (let waited = 0; waited < timeoutMs; waited += LOOK_MS) {
    const now = await readAccount(account.tenantId, account.id);
    if (now === undefined) break;
    if (now.credentialsVersion !== account.credentialsVersion) return readCredentials(now);
    if (now.refreshLockUntil === undefined) break;
    await delay(LOOK_MS);
  }
  throw new PlatformError({ class: 'RETRY_LATER' }, 'Another worker is renewing access to this account.', {
    remedy: 'Nothing: it is tried again.',
  });
}

// In transactions, though each writes one item: those are retried where a post that is being created checks the same item.

function lock(account: Account): LabelledAction {
  const now = Date.now();
  const refreshLockUntil = new Date(now + LOCK_MS).toISOString();
  return changeAccount(
    accountGuards.refreshLock,
    account,
    { refreshLockUntil },
    {
      expression: 'credentialsVersion = :used AND (attribute_not_exists(refreshLockUntil) OR refreshLockUntil < :now)',
      values: { ':used': account.credentialsVersion, ':now': new Date(now).toISOString() },
    },
  );
}

/** Names the credentials, and ends the lock. Refused where a user has given others meanwhile. */
function change(account: Account, fields: Partial<CredentialWrite['fields']>): LabelledAction {
  return changeAccount(
    accountGuards.refreshUnlock,
    account,
    { ...fields, refreshLockUntil: undefined },
    {
      expression: 'credentialsVersion = :used',
      values: { ':used': account.credentialsVersion },
    },
  );
}

async function succeeds(actions: LabelledAction[]): Promise<boolean> {
  try {
    await transact(actions);
    return true;
  } catch (error) {
    if (error instanceof GuardFailed) return false;
    throw error;
  }
}

/** What is stored was checked by the adapter's schema before; parsed again, since an older Herald may have stored it. */
function parse({ kind }: Account, version: string, credentials: unknown): Credentials {
  return { version, parsed: adapterFor(kind).schemas.credentials.parse(credentials) };
}
