import type { Distribution } from '../posts/model/distribution.ts';
import { readDistribution } from '../posts/model/distribution-items.ts';
import { removeWakeUp } from '../posts/wake-ups/mend-wake-up.ts';
import { listWakeUps, readWakeUp } from '../posts/wake-ups/wake-up-schedules.ts';
import { AT_ONCE, eachOf, type Run, settle, settled } from './reconcile-run.ts';
import { recordRepair } from './record-repair.ts';

/** Every schedule that no distribution of this run needs. */
export async function reconcileSchedules(run: Run): Promise<void> {
  let names: string[] = [];
  for await (const name of listWakeUps()) {
    run.schedules += 1;
    if (!run.planned.has(name)) names.push(name);
    if (names.length < AT_ONCE) continue;
    await eachOf(run, names, (one) => reconcileSchedule(run, one));
    names = [];
  }
  await eachOf(run, names, (one) => reconcileSchedule(run, one));
}

/** A schedule whose distribution has not been seen to need it. */
async function reconcileSchedule(run: Run, name: string): Promise<void> {
  const ref = await readWakeUp(name);
  if (ref === undefined) return;
  const finding = { distributionId: name, trouble: 'SCHEDULE_WITHOUT_POST' } as const;
  if (ref === 'foreign') {
    if (run.tenantId !== undefined) return;
    return settle(run, { ...finding, tenantId: undefined, action: 'left alone' }, async () => {});
  }
  const { tenantId } = ref;
  if (run.tenantId !== undefined && run.tenantId !== tenantId) return;
  const seen = await readDistribution(tenantId, name);
  const state = seen && !isWoken(seen) ? await settled(seen) : seen;
  if (state !== undefined && isWoken(state)) return;
  await settle(run, { ...finding, tenantId, action: 'schedule deleted' }, async () => {
    await removeWakeUp(tenantId, name);
    if (state !== undefined) await recordRepair(state, finding.trouble, run.actor);
  });
}

/** A schedule fires into these, or has just fired into them: an old one loses its version check and is gone by then. */
function isWoken({ status }: Distribution): boolean {
  return status === 'scheduled' || status === 'preparing' || status === 'publishing';
}
