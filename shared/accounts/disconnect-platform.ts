import { deleteCredentials } from '../aws/credential-store.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { RequestContext } from '../kernel/requests/request-context.ts';
import { withGuardErrors } from '../kernel/table/guard-errors.ts';
import { keys, lists } from '../kernel/table/keys.ts';
import { type ListEntry, listItems } from '../kernel/table/read.ts';
import { exists, remove, transact } from '../kernel/table/transact.ts';
import { findAccount } from './find-account.ts';

const waiting = ['scheduled', 'preparing', 'publishing', 'unknown'] as const;

/**
 * Takes an account away, with its credentials. Refused while posts wait for it: they would be lost.
 *
 * @throws HeraldError `not_found`, `platform_in_use`
 */
export async function disconnectPlatform({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const account = await findAccount(tenantId, id);
  for (const status of waiting) {
    const distributionId = await findWaiting(tenantId, id, status);
    if (distributionId !== undefined) throw inUse(account.name, status, distributionId);
  }
  await withGuardErrors(() =>
    transact([
      remove('platform', keys.platform(tenantId, id), exists),
      ...(account.issuedKeyId ? [remove('apiKey', keys.apiKey(account.issuedKeyId))] : []),
      recordEvent(actor, {
        type: 'PLATFORM_DELETED',
        tenantId,
        entityType: 'platform',
        entityId: id,
        data: { kind: account.kind, name: account.name },
      }),
    ]),
  );
  await deleteCredentials(account.credentialsSecretId);
}

/** What waits is the short list: a platform may have published millions. */
async function findWaiting(tenantId: string, platformId: string, status: string): Promise<string | undefined> {
  const { index, pk } = lists.distributionsByStatus;
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(tenantId, status), limit: 100, after });
    const waits = page.items.find((item) => item.platformId === platformId);
    if (waits !== undefined) return String(waits.id);
    after = page.next;
  } while (after !== undefined);
  return undefined;
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
