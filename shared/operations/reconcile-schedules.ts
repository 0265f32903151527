import type { Distribution } from '../posts/model/distribution.ts';
import { readDistribution } from '../posts/model/distribution-items.ts';
import { removeWakeUp } from '../posts/wake-ups/mend-wake-up.ts';
import { listWakeUps, readWakeUp } from '../posts/wake-ups/wake-up-schedules.ts';
import { eachOf, type Run, readWhenSettled, resolveFinding } from './reconcile-run.ts';
import { recordRepair } from './record-repair.ts';

/** Every schedule that no distribution of this run needs. */
export async function reconcileSchedules(run: Run): Promise<void> {
  await eachOf(run, unplannedSchedules(run), (name) => reconcileSchedule(run, name));
}

async function* unplannedSchedules(run: Run): AsyncGenerator<string> {
  for await (const name of listWakeUps()) {
    run.schedules += 1;
    if (!run.planned.has(name)) yield name;
  }
}

/** A schedule that no distribution of this run needs: its distribution may have changed since. */
async function reconcileSchedule(run: Run, name: string): Promise<void> {
  const ref = await readWakeUp(name);
  if (ref === undefined) return;
  const finding = { distributionId: name, trouble: 'SCHEDULE_WITHOUT_POST' } as const;
  if (ref === 'foreign') {
    if (run.tenantId !== undefined) return;
    return resolveFinding(run, { ...finding, tenantId: undefined, action: 'left alone' }, async () => {});
  }
  const { tenantId } = ref;
  if (run.tenantId !== undefined && run.tenantId !== tenantId) return;
  const seen = await readDistribution(tenantId, name);
  const state = seen && !isWoken(seen) ? await readWhenSettled(seen) : seen;
  if (state !== undefined && isWoken(state)) return;
  await resolveFinding(run, { ...finding, tenantId, action: 'schedule deleted' }, async () => {
    await removeWakeUp(tenantId, name);
    if (state !== undefined) await recordRepair(state, finding.trouble, run.actor);
  });
}

/** A schedule wakes these, or has just done so. One of an older plan fails its version check, and fires only once. */
function isWoken({ status }: Distribution): boolean {
  return status === 'scheduled' || status === 'preparing' || status === 'publishing';
}
