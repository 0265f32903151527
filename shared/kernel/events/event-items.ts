import type * as z from 'zod';
import { newId } from '../ids.ts';
import { logger } from '../logger.ts';
import type { Item } from '../table/client.ts';
import { indexKeys, timeSortKey } from '../table/key-parts.ts';
import type { LabelledAction } from '../table/labelled-action.ts';
import { putAlways } from '../table/transact.ts';
import type { EventDefinition } from './define-events.ts';
import { type Actor, eventSchema, type HeraldEvent } from './event.ts';
import { eventLists, eventPrefixes } from './event-keys.ts';

/** Three years, as audit logs are kept. */
const RETENTION_SECONDS = 3 * 365 * 86_400;

/**
 * The event of an action, to be written in the action's own transaction. The stream carries it to the bus.
 *
 * The compiler checks `data`; one that does not fit its schema all the same is written as it is, with an error in the
 * log: the action that it records must not fail for it.
 */
export function recordEvent<Data extends z.ZodType>(
  actor: Actor,
  definition: EventDefinition<Data>,
  { tenantId, entityId, data }: { tenantId: string; entityId: string; data: z.input<Data> },
): LabelledAction {
  const { type, entity } = definition;
  const fit = definition.data.safeParse(data);
  if (!fit.success) logger.error('An event does not fit its schema', { type, issues: fit.error.issues });
  const event: HeraldEvent = {
    id: newId(),
    type,
    schemaVersion: 1,
    tenantId,
    entityType: entity.type,
    entityId,
    data: data as Record<string, unknown>,
    ...actor,
    occurredAt: new Date().toISOString(),
  };
  return putAlways(toEventItem(event, entity.pk(tenantId, entityId)));
}

function toEventItem(event: HeraldEvent, pk: string): Item {
  const { tenantId, id, occurredAt } = event;
  return {
    pk,
    sk: `${eventPrefixes.event}${id}`,
    ...indexKeys('gsi4', eventLists.eventsByDay.pk(tenantId, occurredAt.slice(0, 10)), timeSortKey(occurredAt, id)),
    expiresAt: Math.floor(Date.parse(occurredAt) / 1000) + RETENTION_SECONDS,
    ...event,
  };
}

export function fromEventItem(item: Item): HeraldEvent {
  return eventSchema.parse(item);
}
