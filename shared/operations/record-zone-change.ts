import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { GuardFailed, transact } from '../kernel/table/transact.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { moveDistribution, readDistribution } from '../posts/model/distribution-items.ts';
import { postEvents } from '../posts/model/events.ts';
import { sameStatus } from '../posts/model/transitions.ts';
import type { ZoneChange } from '../posts/planning/zone-change.ts';

/** Puts on record, once for each change, that a post's zone has other rules by now. The post stays at its moment. */
export async function recordZoneChange(state: Distribution, change: ZoneChange, actor: Actor): Promise<void> {
  const { tenantId, id, status, scheduledFor, correlationId, checkAfter, leaseUntil } = state;
  const { message, remedy, ...data } = change;
  try {
    await transact([
      ...moveDistribution(state, sameStatus(state, { checkAfter, leaseUntil, zoneNoted: change.instant })),
      recordEvent({ ...actor, correlationId }, postEvents.ZONE_CHANGED, {
        tenantId,
        entityId: id,
        data: { status, scheduledFor, ...data },
      }),
    ]);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    // It moves at this moment; if it still has that time afterwards, the next run says so.
    const now = await readDistribution(tenantId, id);
    if (now?.revision === state.revision) throw error;
  }
}
