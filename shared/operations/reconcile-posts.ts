import type { Distribution, DistributionStatus } from '../posts/model/distribution.ts';
import { distributionsInStatus } from '../posts/model/list-items.ts';
import { isQueued } from '../posts/model/next-check.ts';
import { zoneChange } from '../posts/planning/zone-change.ts';
import { mendWakeUp } from '../posts/wake-ups/mend-wake-up.ts';
import { plannedWakeUp } from '../posts/wake-ups/planned-wake-up.ts';
import { findFault } from './find-fault.ts';
import { eachOf, type Run, readWhenSettled, resolveFinding } from './reconcile-run.ts';
import { recordRepair } from './record-repair.ts';
import { recordZoneChange } from './record-zone-change.ts';
import { repairDistribution } from './repair-distribution.ts';

/** Statuses in which Herald has something to do, and the one that waits for a user and may have a time. */
const liveStatuses = [
  'scheduled',
  'preparing',
  'publishing',
  'unknown',
  'publish_requested',
] as const satisfies DistributionStatus[];
const FAR_MS = 15 * 60_000;

/** Every distribution of a tenant that has to be published or looked up: whether its wake-up exists, and its zone. */
export async function reconcilePosts(run: Run, tenantId: string): Promise<void> {
  await eachOf(run, distributionsInStatus(tenantId, liveStatuses), (state) => reconcilePost(run, state));
}

async function reconcilePost(run: Run, seen: Distribution): Promise<void> {
  run.posts += 1;
  await reconcileZone(run, seen);
  if (plannedWakeUp(seen, Date.now()) !== undefined) run.planned.add(seen.id);
  if ((await findFault(seen, Date.now())) === undefined) return;
  const state = await readWhenSettled(seen);
  const trouble = state && (await findFault(state, Date.now()));
  if (state === undefined || trouble === undefined) return;
  const { tenantId, id } = state;
  const finding = { tenantId, distributionId: id, trouble };
  if (plannedWakeUp(state, Date.now()) === undefined) {
    return resolveFinding(run, { ...finding, action: 'sent to the publisher' }, () =>
      repairDistribution(state, trouble, run.actor),
    );
  }
  return resolveFinding(run, { ...finding, action: 'schedule put' }, async () => {
    await mendWakeUp(state);
    await recordRepair(state, trouble, run.actor);
  });
}

/**
 * The post keeps its moment: only its owner knows whether the moment or the local time was meant. A post that is due soon
 * is left to its workers, which would have to begin again after any write.
 */
async function reconcileZone(run: Run, state: Distribution): Promise<void> {
  const changed = zoneChange(state);
  if (changed === undefined || state.zoneNoted === changed.instant) return;
  const isFar = state.dueAt !== undefined && Date.parse(state.dueAt) > Date.now() + FAR_MS && !isQueued(state);
  const isQuiet = state.status === 'publish_requested' || (state.status === 'scheduled' && isFar);
  if (!isQuiet) return;
  const { tenantId, id: distributionId } = state;
  await resolveFinding(run, { tenantId, distributionId, trouble: 'ZONE_CHANGED', action: 'put on record' }, () =>
    recordZoneChange(state, changed, run.actor),
  );
}
