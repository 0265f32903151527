import { allTenantIds } from '../../shared/access/tenant-items.ts';
import { reconcile } from '../../shared/operations/reconcile.ts';
import type { Finding } from '../../shared/operations/reconcile-run.ts';
import { recountQuotas } from '../../shared/settings/recount-quotas.ts';
import type { Arguments } from './arguments.ts';
import { requireClock } from './clock.ts';
import { operator } from './operator.ts';
import { print } from './terminal.ts';

/** One line per finding and per count that was wrong, and one in the end. */
export async function run({ tenant, 'dry-run': dryRun }: Arguments): Promise<void> {
  await requireClock();
  const onFinding = ({ tenantId = '-', distributionId, trouble, action, error }: Finding) => {
    const done = error === undefined ? `${dryRun ? 'would be: ' : ''}${action}` : `${action}: ${error.message}`;
    print(`${tenantId}  ${distributionId}  ${trouble}  ${done}`);
  };
  const result = await reconcile({ actor: operator(), tenantId: tenant, dryRun, onFinding });
  for await (const tenantId of tenant ? [tenant] : allTenantIds()) {
    for (const { name, from, to } of await recountQuotas(tenantId, { dryRun })) {
      print(`${tenantId}  count of ${name}  is ${from}, there are ${to}  ${dryRun ? 'would be ' : ''}corrected`);
    }
  }
  const { posts, schedules, findings, failed } = result;
  const changed = dryRun ? 'nothing was changed' : `${findings - failed} repaired, ${failed} failed`;
  print(`${posts} posts and ${schedules} schedules compared: ${findings} findings, ${changed}.`);
  if (failed > 0) process.exitCode = 1;
}
