import { reconcile } from '../../shared/operations/reconcile.ts';
import type { Finding } from '../../shared/operations/reconcile-run.ts';
import type { Arguments } from './arguments.ts';
import { requireClock } from './clock.ts';
import { operator } from './operator.ts';
import { print } from './terminal.ts';

/** One line per finding, and one in the end. */
export async function run({ tenant, 'dry-run': dryRun }: Arguments): Promise<void> {
  await requireClock();
  const onFinding = ({ tenantId = '-', distributionId, trouble, action, error }: Finding) => {
    const done = error === undefined ? `${dryRun ? 'would be: ' : ''}${action}` : `${action}: ${error.message}`;
    print(`${tenantId}  ${distributionId}  ${trouble}  ${done}`);
  };
  const result = await reconcile({ actor: operator(), tenantId: tenant, dryRun, onFinding });
  const { posts, schedules, findings, failed } = result;
  const changed = dryRun ? 'nothing was changed' : `${findings - failed} repaired, ${failed} failed`;
  print(`${posts} posts and ${schedules} schedules compared: ${findings} findings, ${changed}.`);
  if (failed > 0) process.exitCode = 1;
}
