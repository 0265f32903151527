import { removeIssuedApiKey } from '../access/api-key-items.ts';
import { deleteSecret } from '../aws/secrets.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { countDown } from '../kernel/settings/count-items.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { transact } from '../kernel/table/transact.ts';
import type { Account } from './account.ts';
import { removeAccount } from './account-items.ts';
import { removeSealedCredentials } from './credentials/sealed-credentials-items.ts';
import { accountEvents } from './events.ts';
import { findAccount } from './find-account.ts';
import { accountQuota } from './settings.ts';

/** Finds a post that still waits for an account. The subject of posts gives this function: accounts know no posts. */
type FindWaitingPost = (
  account: Pick<Account, 'tenantId' | 'id'>,
) => Promise<{ id: string; status: string } | undefined>;

/** What other subjects write in the transaction that deletes the account. */
type Release = (account: Pick<Account, 'tenantId' | 'id'>) => Promise<LabelledAction[]>;

/**
 * Deletes an account with its credentials. Refused while posts wait for it: they would be lost.
 *
 * @throws HeraldError `not_found`, `platform_in_use`
 */
export async function disconnectPlatform(
  { tenantId, actor }: RequestContext,
  id: string,
  { findWaitingPost, release }: { findWaitingPost: FindWaitingPost; release: Release },
): Promise<void> {
  const account = await findAccount(tenantId, id);
  const waiting = await findWaitingPost(account);
  if (waiting !== undefined) throw inUse(account.name, waiting.status, waiting.id);
  const released = await release(account);
  await withGuardErrors(() =>
    transact([
      removeAccount(account),
      removeSealedCredentials(account),
      ...released,
      countDown(tenantId, accountQuota),
      ...(account.issuedKeyId ? [removeIssuedApiKey(account.issuedKeyId)] : []),
      recordEvent(actor, accountEvents.PLATFORM_DELETED, {
        tenantId,
        entityId: id,
        data: { kind: account.kind, name: account.name },
      }),
    ]),
  );
  if (account.credentialsSecretId !== undefined) await deleteSecret(account.credentialsSecretId);
}

function inUse(name: string, status: string, distributionId: string): HeraldError {
  return new HeraldError('platform_in_use', `Posts for "${name}" are still ${status}.`, {
    remedy:
      status === 'unknown'
        ? `Look at the platform and archive them first, e.g. distribution ${distributionId}.`
        : `Cancel them first, or let them go out, e.g. distribution ${distributionId}.`,
    extra: { distributionId },
  });
}
