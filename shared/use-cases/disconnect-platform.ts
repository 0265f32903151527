import { deleteCredentials } from '../cloud/credential-store.ts';
import { HeraldError } from '../domain/herald-error.ts';
import { recordEvent } from '../store/event-items.ts';
import { keys } from '../store/keys.ts';
import { exists, remove, transact } from '../store/transact.ts';
import { explainGuards } from './explain-guards.ts';
import { findPlatform } from './find-platform.ts';
import { listDistributions } from './list-distributions.ts';
import type { RequestContext } from './request-context.ts';

const waiting = ['scheduled', 'preparing', 'publishing', 'unknown'] as const;

/**
 * Takes an account away, with its credentials. Refused while posts wait for it: they would be lost.
 *
 * @throws HeraldError `not_found`, `platform_in_use`
 */
export async function disconnectPlatform({ tenantId, actor }: RequestContext, id: string): Promise<void> {
  const platform = await findPlatform(tenantId, id);
  for (const status of waiting) {
    const { items } = await listDistributions(tenantId, { platformId: id, status }, { limit: 1 });
    if (items[0] !== undefined) throw inUse(platform.name, status, items[0].id);
  }
  await explainGuards(() =>
    transact([
      remove('platform', keys.platform(tenantId, id), exists),
      ...(platform.issuedKeyId ? [remove('apiKey', keys.apiKey(platform.issuedKeyId))] : []),
      recordEvent(actor, {
        type: 'PLATFORM_DELETED',
        tenantId,
        entityType: 'platform',
        entityId: id,
        data: { kind: platform.kind, name: platform.name },
      }),
    ]),
  );
  await deleteCredentials(platform.credentialsSecretId);
}

function inUse(name: string, status: string, distributionId: string): HeraldError {
  return new HeraldError('platform_in_use', `Posts for "${name}" are still ${status}.`, {
    remedy: `Cancel them first, e.g. distribution ${distributionId}: GET /api/v1/distributions?platformId=…&status=${status} lists them.`,
    extra: { distributionId },
  });
}
