import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { GuardFailed, transact } from '../../kernel/table/transact.ts';
import { describeError } from '../../platforms/contract/describe-error.ts';
import { disconnects, type PlatformError } from '../../platforms/contract/platform-failure.ts';
import type { Account } from '../account.ts';
import { changeAccount, readAccount } from '../account-items.ts';
import type { PostAtRisk } from '../account-view.ts';
import { accountEvents } from '../events.ts';

/** Reads the posts that a refused account keeps from going out: accounts know none. */
export type ReadPostsAtRisk = (account: Account) => Promise<PostAtRisk[]>;

/**
 * The platform refuses the account: said once, on the platform and in the log, however many posts meet it.
 *
 * @returns how the platform stands now; `connected` where the refused credentials have been replaced in the meantime
 */
export async function markReconnectNeeded(
  account: Account,
  error: PlatformError,
  actor: Actor,
  readPostsAtRisk: ReadPostsAtRisk,
): Promise<Account['connection']> {
  if (!disconnects(error) || account.connection === 'reconnect') return account.connection;
  const postsAtRisk = await readPostsAtRisk(account);
  await setConnection(account, 'reconnect', actor, { error: describeError(error), postsAtRisk });
  return (await readAccount(account.tenantId, account.id))?.connection ?? 'reconnect';
}

/** The platform takes the credentials: one that was marked for reconnection is well again. */
export async function markConnected(account: Account, actor: Actor): Promise<void> {
  if (account.connection === 'reconnect') await setConnection(account, 'connected', actor, {});
}

/**
 * Apart from the post's transaction, since many posts of one account meet here. Only for the credentials that were
 * used: new ones may have come in the meantime.
 */
async function setConnection(
  { tenantId, id, credentialsVersion }: Account,
  connection: Account['connection'],
  actor: Actor,
  data: Record<string, unknown>,
): Promise<void> {
  try {
    await transact([
      changeAccount(
        'platform',
        { tenantId, id },
        { connection, updatedAt: new Date().toISOString() },
        {
          expression: '#connection <> :connection AND credentialsVersion = :used',
          values: { ':used': credentialsVersion },
        },
      ),
      recordEvent(
        actor,
        connection === 'reconnect' ? accountEvents.PLATFORM_NEEDS_RECONNECT : accountEvents.PLATFORM_UPDATED,
        {
          tenantId,
          entityId: id,
          data: { connection, ...data },
        },
      ),
    ]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
  }
}
