import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import type { Distribution } from '../model/distribution.ts';
import { postEvents } from '../model/events.ts';

/**
 * The event of a distribution that is made by itself. Those of a cross-post are in the event of their group.
 * @param extraData what the event says beside the state
 */
export function recordCreation(actor: Actor, state: Distribution, extraData?: Record<string, unknown>): LabelledAction {
  return recordEvent(actor, postEvents.DISTRIBUTION_CREATED, {
    tenantId: state.tenantId,
    entityId: state.id,
    data: { ...creationOf(state), ...extraData },
  });
}

/** What an event says of a new distribution. */
export function creationOf(state: Distribution): Record<string, unknown> {
  const { status, platformId, platformKind, scheduledFor, slotKey, crossPostGroupId, seriesId } = state;
  return { status, platformId, platformKind, scheduledFor, slotKey, crossPostGroupId, seriesId };
}
