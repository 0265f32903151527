import { retryPassing } from '../../kernel/retry-passing.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { type Condition, GuardFailed, transact } from '../../kernel/table/transact.ts';
import { isoNow, sleepUntil } from '../../kernel/time/clock.ts';
import { endWithin } from '../../kernel/time/end-within.ts';
import { timeLimit } from '../../kernel/time/time-limit.ts';
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

/** Longer than AWS before the platform's call, that call and the storing of what it gave mostly take, all three slow. */
const LOCK_MS = 45_000;
const LOOK_MS = 250;
/** No try to store a rotated token begins later than this after the first. */
const STORE_MS = 14_000;
/** The last of them may take so long, the SDK's own tries included. */
const LAST_TRY_MS = 8_000;
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
  let lock = await takeLock(stale);
  if (lock === undefined) return awaitRenewal(stale, timeoutMs);
  const older = await leftBehind(stale);
  if (older !== undefined) return older;
  let write: CredentialWrite;
  let renewed: unknown;
  try {
    // Before the platform spends the old token: what fails here costs nothing.
    write = await beginReplacement(stale);
    // The lock outlasts all that follows: a worker that finds it over would spend the same token once more.
    if (leftOf(lock) < timeoutMs + STORE_MS + LAST_TRY_MS) lock = await prolong(stale, lock);
    renewed = await askForRenewal(stale, used, timeoutMs);
  } catch (error) {
    await succeeds([unlock(stale, lock)]);
    throw error;
  }
  // From here on the old token is spent: nothing may bring its version back, and the new one is lost where it is not stored.
  await keepTrying(lock, async () => succeeds([...(await write.store(renewed)), change(stale, write.fields)]));
  return parse(stale, write.version, renewed);
}

async function askForRenewal(stale: Account, used: Credentials, timeoutMs: number): Promise<unknown> {
  const { signal, done } = timeLimit(timeoutMs);
  try {
    return await adapterFor(stale.kind).session!.refresh(platformContext(stale, used.parsed, signal));
  } finally {
    done();
  }
}

/**
 * One failed write of AWS does not cost a token; each try repeats the last one under the same version. None is waited for
 * when the lock is over.
 */
async function keepTrying(lock: string, work: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + STORE_MS;
  for (let pause = 100; ; pause = Math.min(MAX_STORE_PAUSE_MS, pause * 2)) {
    try {
      await endWithin(work(), leftOf(lock), () => new Error('The table did not answer while the lock lasted.'));
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
  for (const end = Date.now() + timeoutMs; Date.now() < end; ) {
    const now = await readAccount(account.tenantId, account.id);
    if (now === undefined) break;
    if (now.credentialsVersion !== account.credentialsVersion) return readCredentials(now);
    if (now.refreshLockUntil === undefined) break;
    await sleepUntil(Date.now() + LOOK_MS);
  }
  throw renewedElsewhere();
}

function renewedElsewhere(): PlatformError {
  return new PlatformError({ class: 'RETRY_LATER' }, 'Another worker is renewing access to this account.', {
    remedy: 'Nothing: it is tried again.',
  });
}

// In transactions, though each writes one item: those are retried where a post that is being created checks the same item.

/** @returns when it ends; undefined where another worker has it, or has renewed this version */
async function takeLock(account: Account): Promise<string | undefined> {
  return holdLock(account, {
    expression: 'credentialsVersion = :used AND (attribute_not_exists(refreshLockUntil) OR refreshLockUntil < :now)',
    values: { ':used': account.credentialsVersion, ':now': isoNow() },
  });
}

/** @throws PlatformError where another worker has taken it meanwhile */
async function prolong(account: Account, lock: string): Promise<string> {
  const longer = await holdLock(account, ownLock(account, lock));
  if (longer === undefined) throw renewedElsewhere();
  return longer;
}

async function holdLock(account: Account, condition: Condition): Promise<string | undefined> {
  const refreshLockUntil = new Date(Date.now() + LOCK_MS).toISOString();
  const isHeld = await succeeds([changeAccount(accountGuards.refreshLock, account, { refreshLockUntil }, condition)]);
  return isHeld ? refreshLockUntil : undefined;
}

function unlock(account: Account, lock: string): LabelledAction {
  return changeAccount(accountGuards.refreshUnlock, account, { refreshLockUntil: undefined }, ownLock(account, lock));
}

function ownLock({ credentialsVersion }: Account, lock: string): Condition {
  return {
    expression: 'credentialsVersion = :used AND refreshLockUntil = :own',
    values: { ':used': credentialsVersion, ':own': lock },
  };
}

const leftOf = (lock: string) => Date.parse(lock) - Date.now();

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
  const { data, success } = adapterFor(kind).schemas.credentials.safeParse(credentials);
  if (success) return { version, parsed: data };
  throw new PlatformError({ class: 'RECONNECT' }, 'The stored credentials are in a form that is no longer taken.', {
    remedy: 'Reconnect the platform: give its credentials again.',
  });
}
