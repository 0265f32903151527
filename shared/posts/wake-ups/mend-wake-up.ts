import type { Distribution } from '../model/distribution.ts';
import { readDistribution } from '../model/distribution-items.ts';
import { syncSchedule } from './sync-schedule.ts';
import { deleteWakeUp } from './wake-up-schedules.ts';

/** Puts the schedule that a distribution needs. */
export async function mendWakeUp(state: Distribution): Promise<void> {
  await syncSchedule(undefined, state);
  await followChanges(state);
}

/** Takes a schedule away that nothing needs. */
export async function removeWakeUp(tenantId: string, distributionId: string): Promise<void> {
  await deleteWakeUp(distributionId);
  const state = await readDistribution(tenantId, distributionId);
  if (state?.status === 'scheduled') await mendWakeUp(state);
}

/** A concurrent change may have set its schedule before ours overwrote it: read again until nothing changes. */
async function followChanges(state: Distribution): Promise<void> {
  let before = state;
  for (;;) {
    const after = await readDistribution(state.tenantId, state.id);
    if (after?.status === before.status && after.version === before.version) return;
    await syncSchedule(before, after);
    if (after?.status !== 'scheduled') return;
    before = after;
  }
}
