import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import { tryTransact } from '../kernel/table/try-transact.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { moveDistribution, readDistribution } from '../posts/model/distribution-items.ts';
import { postEvents } from '../posts/model/events.ts';
import { sameStatus } from '../posts/model/transitions.ts';
import type { ZoneChange } from '../posts/planning/zone-change.ts';

/** Records, once for each change, that the rules of a post's time zone have changed. The post keeps its moment. */
export async function recordZoneChange(state: Distribution, change: ZoneChange, actor: Actor): Promise<void> {
  const { tenantId, id, status, scheduledFor, correlationId, checkAfter, leaseUntil } = state;
  const { message, remedy, ...data } = change;
  const refused = await tryTransact([
    ...moveDistribution(state, sameStatus(state, { checkAfter, leaseUntil, zoneNoted: change.instant })),
    recordEvent({ ...actor, correlationId }, postEvents.ZONE_CHANGED, {
      tenantId,
      entityId: id,
      data: { status, scheduledFor, ...data },
    }),
  ]);
  if (refused === undefined) return;
  // The distribution has changed meanwhile; if its time is the same, the next run records the change.
  const now = await readDistribution(tenantId, id);
  if (now?.revision === state.revision) throw refused;
}
