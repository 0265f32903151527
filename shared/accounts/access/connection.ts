import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { tryTransact } from '../../kernel/table/try-transact.ts';
import { describeError } from '../../platforms/contract/describe-error.ts';
import { disconnects, type PlatformError } from '../../platforms/contract/platform-failure.ts';
import type { Account } from '../account.ts';
import { readAccount, replaceConnection } from '../account-items.ts';
import type { PostAtRisk } from '../account-view.ts';
import { accountEvents } from '../events.ts';

/** Reads the posts that a refused account keeps from going out: accounts know none. */
export type ReadPostsAtRisk = (account: Account) => Promise<PostAtRisk[]>;

/**
 * The platform refuses the account: said once, on the platform and in the log, however many posts meet it.
 *
 * @returns the account's connection now; `connected` if the refused credentials have been replaced in the meantime
 */
export async function markReconnectNeeded(
  account: Account,
  error: PlatformError,
  actor: Actor,
  readPostsAtRisk: ReadPostsAtRisk,
): Promise<Account['connection']> {
  if (!disconnects(error) || account.connection === 'reconnect') return account.connection;
  const { tenantId, id } = account;
  const data = {
    connection: 'reconnect' as const,
    error: describeError(error),
    postsAtRisk: await readPostsAtRisk(account),
  };
  const event = recordEvent(actor, accountEvents.PLATFORM_NEEDS_RECONNECT, { tenantId, entityId: id, data });
  await setConnection(account, 'reconnect', event);
  return (await readAccount(account.tenantId, account.id))?.connection ?? 'reconnect';
}

/** The platform accepts the credentials: an account that was marked for reconnection is connected again. */
export async function markConnected(account: Account, actor: Actor): Promise<void> {
  if (account.connection !== 'reconnect') return;
  const { tenantId, id } = account;
  const data = { connection: 'connected' as const };
  const event = recordEvent(actor, accountEvents.PLATFORM_UPDATED, { tenantId, entityId: id, data });
  await setConnection(account, 'connected', event);
}

/**
 * Apart from the post's transaction, since many posts of one account meet here. Only for the credentials that were
 * used: new ones may have come in the meantime.
 */
async function setConnection(
  account: Account,
  connection: Account['connection'],
  event: LabelledAction,
): Promise<void> {
  await tryTransact([replaceConnection(account, connection), event]);
}
