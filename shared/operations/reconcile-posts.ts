import { parseReadable } from '../kernel/table/parse-readable.ts';
import { type ListEntry, listItems } from '../kernel/table/read.ts';
import type { Distribution, DistributionStatus } from '../posts/model/distribution.ts';
import { fromDistributionItem } from '../posts/model/distribution-items.ts';
import { postLists } from '../posts/model/keys.ts';
import { isQueued } from '../posts/model/next-check.ts';
import { zoneChange } from '../posts/planning/zone-change.ts';
import { mendWakeUp } from '../posts/wake-ups/mend-wake-up.ts';
import { plannedWakeUp } from '../posts/wake-ups/planned-wake-up.ts';
import { findFault } from './find-fault.ts';
import { eachOf, type Run, settle, settled } from './reconcile-run.ts';
import { recordRepair } from './record-repair.ts';
import { recordZoneChange } from './record-zone-change.ts';
import { repairDistribution } from './repair-distribution.ts';

/** The statuses that something must still happen to, and those that wait for somebody's word for a time that they have. */
const liveStatuses = [
  'scheduled',
  'preparing',
  'publishing',
  'unknown',
  'publish_requested',
] as const satisfies DistributionStatus[];
const FAR_MS = 15 * 60_000;

/** Every distribution of a tenant that something must still happen to: whether it is waited for, and its zone. */
export async function reconcilePosts(run: Run, tenantId: string): Promise<void> {
  const { index, pk } = postLists.distributionsByStatus;
  for (const status of liveStatuses) {
    let after: ListEntry | undefined;
    do {
      const page = await listItems({ index, pk: pk(tenantId, status), limit: 100, after });
      await eachOf(run, parseReadable(page.items, fromDistributionItem, 'A distribution'), (state) =>
        reconcilePost(run, state),
      );
      after = page.next;
    } while (after !== undefined && run.complete);
  }
}

async function reconcilePost(run: Run, seen: Distribution): Promise<void> {
  run.posts += 1;
  await reconcileZone(run, seen);
  if (plannedWakeUp(seen, Date.now()) !== undefined) run.planned.add(seen.id);
  if ((await findFault(seen, Date.now())) === undefined) return;
  const state = await settled(seen);
  const trouble = state && (await findFault(state, Date.now()));
  if (state === undefined || trouble === undefined) return;
  const { tenantId, id } = state;
  const finding = { tenantId, distributionId: id, trouble };
  if (plannedWakeUp(state, Date.now()) === undefined) {
    return settle(run, { ...finding, action: 'sent to the publisher' }, () =>
      repairDistribution(state, trouble, run.actor),
    );
  }
  return settle(run, { ...finding, action: 'schedule put' }, async () => {
    await mendWakeUp(state);
    await recordRepair(state, trouble, run.actor);
  });
}

/**
 * The post keeps its moment: nobody but its owner knows whether that or the local time was meant. One that is near is
 * left to its workers, who would have to begin anew after any write.
 */
async function reconcileZone(run: Run, state: Distribution): Promise<void> {
  const changed = zoneChange(state);
  if (changed === undefined || state.zoneNoted === changed.instant) return;
  const isFar = state.dueAt !== undefined && Date.parse(state.dueAt) > Date.now() + FAR_MS && !isQueued(state);
  const isQuiet = state.status === 'publish_requested' || (state.status === 'scheduled' && isFar);
  if (!isQuiet) return;
  const { tenantId, id: distributionId } = state;
  await settle(run, { tenantId, distributionId, trouble: 'ZONE_CHANGED', action: 'put on record' }, () =>
    recordZoneChange(state, changed, run.actor),
  );
}
