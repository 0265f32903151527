import type * as z from 'zod';
import { newId } from '../ids.ts';
import { logger } from '../logger.ts';
import { listPage, mapPage, type Page, type PageQuery } from '../requests/page.ts';
import type { Item } from '../table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../table/key-parts.ts';
import type { LabelledAction } from '../table/labelled-action.ts';
import { type ListPart, queryPartition } from '../table/read.ts';
import { putAlways } from '../table/transact.ts';
import type { Entity, EventDefinition } from './define-events.ts';
import { type Actor, EVENT_MISFIT, eventSchema, type HeraldEvent } from './event.ts';
import { eventLists, eventPrefixes } from './event-keys.ts';

/** Three years, as audit logs are kept. */
const RETENTION_SECONDS = 3 * 365 * 86_400;

/**
 * The event of an action, to be written in the action's own transaction. The stream carries it to the bus.
 *
 * The compiler checks `data`. Data that still does not fit its schema is written as it is, with an error in the log: the
 * action must not fail because of its record.
 */
export function recordEvent<Data extends z.ZodType>(
  actor: Actor,
  definition: EventDefinition<Data>,
  { tenantId, entityId, data }: { tenantId: string; entityId: string; data: z.input<Data> },
): LabelledAction {
  const { type, entity } = definition;
  const fit = definition.data.safeParse(data);
  if (!fit.success) logger.error(EVENT_MISFIT, { type, issues: fit.error.issues });
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

/** The list of a tenant's events of one day (`YYYY-MM-DD`, UTC), in order of time. */
export function eventsOfDay(tenantId: string, day: string): ListPart {
  return listOf(eventLists.eventsByDay, tenantId, day);
}

/** Newest first. */
export async function readEventPage(tenantId: string, day: string, query: PageQuery): Promise<Page<HeraldEvent>> {
  return mapPage(await listPage({ ...eventsOfDay(tenantId, day), descending: true }, query), fromEventItem);
}

/** The events of one thing behind the event `afterId`, oldest first: ids of events are in order of time. */
export async function readEventsOf(
  { pk }: Entity,
  { tenantId, id, afterId, limit }: { tenantId: string; id: string; afterId?: string | undefined; limit?: number },
): Promise<HeraldEvent[]> {
  const prefix = eventPrefixes.event;
  const after = afterId === undefined ? undefined : `${prefix}${afterId}`;
  const items = await queryPartition({ pk: pk(tenantId, id), prefix, after, limit });
  return items.map(fromEventItem);
}
