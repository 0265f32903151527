import { deleteSecret } from '../../aws/secrets.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { tryTransact } from '../../kernel/table/try-transact.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { Account } from '../account.ts';
import { allAccounts, changeAccount, readAccount } from '../account-items.ts';
import { accountEvents } from '../events.ts';
import { accountGuards } from '../guards.ts';
import { beginWrite, readNewest, readStored, type StoredCredentials, storeOf } from './credential-store.ts';
import type { CredentialStoreName } from './credential-store-name.ts';

/** A worker renews an account now and then, not again and again. */
const MAX_TRIES = 3;

export interface MovedCredentials {
  tenantId: string;
  accountId: string;
  /** `busy`: its credentials are being changed; run the command once more. `failed`: `error` says why. */
  outcome: 'moved' | 'busy' | 'failed';
  error?: Error;
}

/**
 * Moves the credentials of a tenant's accounts to another store, one account after the other. What is there already is left
 * alone, so that a run that was broken off is just run again. The account works all the time: its item names the one place
 * that holds.
 */
export async function* moveCredentials(
  actor: Actor,
  tenantId: string,
  to: CredentialStoreName,
): AsyncGenerator<MovedCredentials> {
  for await (const account of allAccounts(tenantId)) {
    if (storeOf(account) === to) continue;
    yield { tenantId, accountId: account.id, ...(await moveSafely(actor, account, to)) };
  }
}

type Outcome = Pick<MovedCredentials, 'outcome' | 'error'>;

/** One account that cannot be moved must not keep the others where they are. */
async function moveSafely(actor: Actor, account: Account, to: CredentialStoreName): Promise<Outcome> {
  try {
    return { outcome: await move(actor, account, to) };
  } catch (error) {
    return { outcome: 'failed', error: error as Error };
  }
}

async function move(actor: Actor, listed: Account, to: CredentialStoreName): Promise<'moved' | 'busy'> {
  const { tenantId, id } = listed;
  let account: Account | undefined = listed;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    // Deleted meanwhile, or moved by another run.
    if (account === undefined || storeOf(account) === to) return 'moved';
    const { credentials } = await readToMove(account);
    const write = await beginWrite(account, to);
    const refused = await tryTransact([
      ...(await write.store(credentials)),
      changeAccount(accountGuards.refreshUnlock, account, write.fields, {
        expression:
          'credentialsVersion = :named AND (attribute_not_exists(refreshLockUntil) OR refreshLockUntil < :now)',
        values: { ':named': account.credentialsVersion, ':now': new Date().toISOString() },
      }),
      recordEvent(actor, accountEvents.PLATFORM_UPDATED, {
        tenantId,
        entityId: id,
        data: { changed: ['credentials'] },
      }),
    ]);
    if (refused === undefined) {
      if (account.credentialsSecretId !== undefined && to === 'kms') await deleteSecret(account.credentialsSecretId);
      return 'moved';
    }
    account = await readAccount(tenantId, id);
  }
  return 'busy';
}

/**
 * What the account's item names. Where access is renewed, the newest: a worker that died may have left a token behind in
 * Secrets Manager that the item does not name, and the one that it names is spent.
 */
function readToMove(account: Account): Promise<StoredCredentials> {
  return adapterFor(account.kind).session === undefined ? readStored(account) : readNewest(account);
}
