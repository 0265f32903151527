import { newId } from '../ids.ts';
import type { Item } from '../table/client.ts';
import { eventKey, indexKeys, lists, timeSortKey } from '../table/keys.ts';
import type { LabelledAction } from '../table/labelled-action.ts';
import { put } from '../table/transact.ts';
import { type Actor, type EventType, eventSchema, type HeraldEvent } from './event.ts';

/** Three years, as audit logs are kept. */
const RETENTION_SECONDS = 3 * 365 * 86_400;

export interface NewEvent {
  type: EventType;
  tenantId: string;
  entityType: HeraldEvent['entityType'];
  entityId: string;
  data: Record<string, unknown>;
}

/** The event of an action, to be written in the action's own transaction. The stream carries it to the bus. */
export function recordEvent(actor: Actor, event: NewEvent): LabelledAction {
  const occurredAt = new Date().toISOString();
  return put('event', toEventItem({ id: newId(), schemaVersion: 1, ...event, ...actor, occurredAt }));
}

function toEventItem(event: HeraldEvent): Item {
  const { tenantId, entityType, entityId, id, occurredAt } = event;
  return {
    ...eventKey(tenantId, entityType, entityId, id),
    ...indexKeys('gsi4', lists.eventsByDay.pk(tenantId, occurredAt.slice(0, 10)), timeSortKey(occurredAt, id)),
    expiresAt: Math.floor(Date.parse(occurredAt) / 1000) + RETENTION_SECONDS,
    ...event,
  };
}

export function fromEventItem(item: Item): HeraldEvent {
  return eventSchema.parse(item);
}
