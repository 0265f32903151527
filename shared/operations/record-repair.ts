import type { Actor } from '../kernel/events/event.ts';
import { recordEvent } from '../kernel/events/event-items.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { transact } from '../kernel/table/transact.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { postEvents } from '../posts/model/events.ts';
import type { ScheduleFault } from './schedule-fault.ts';

/** Records what was found and repaired; the distribution stays as it is. */
export async function recordRepair(state: Distribution, trouble: ScheduleFault, actor: Actor): Promise<void> {
  await transact([repairEvent(state, trouble, actor)]);
}

export function repairEvent(state: Distribution, trouble: ScheduleFault, actor: Actor): LabelledAction {
  const { tenantId, id, status, version, dueAt, correlationId } = state;
  return recordEvent({ ...actor, correlationId }, postEvents.DISTRIBUTION_REPAIRED, {
    tenantId,
    entityId: id,
    data: { trouble, status, version, dueAt },
  });
}
