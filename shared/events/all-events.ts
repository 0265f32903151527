import * as z from 'zod';
import { apiKeyEvents, tenantEvents } from '../access/events.ts';
import { accountEvents } from '../accounts/events.ts';
import { slotEvents } from '../calendar/events.ts';
import { contentEvents } from '../content/events.ts';
import { crossPostEvents } from '../cross-posts/events.ts';
import { feedEvents } from '../feeds/events.ts';
import { importEvents } from '../imports/events.ts';
import type { EventDefinition } from '../kernel/events/define-events.ts';
import { eventSchema } from '../kernel/events/event.ts';
import { type JsonSchema, jsonSchema } from '../kernel/json-schema.ts';
import { metricEvents } from '../learning/events.ts';
import { operationsEvents } from '../operations/events.ts';
import { calendarLinkEvents } from '../planner/events.ts';
import { postEvents } from '../posts/model/events.ts';
import { seriesEvents } from '../series/events.ts';
import { settingEvents } from '../settings/events.ts';

/** The events of every subject: a new `events.ts` goes in here, and a test finds one that does not. */
export const allEvents: readonly EventDefinition[] = [
  tenantEvents,
  apiKeyEvents,
  settingEvents,
  accountEvents,
  contentEvents,
  slotEvents,
  calendarLinkEvents,
  postEvents,
  metricEvents,
  crossPostEvents,
  seriesEvents,
  importEvents,
  feedEvents,
  operationsEvents,
].flatMap((events): EventDefinition[] => Object.values(events));

/** An event as the API and the bus show it. `docs/events.md` has the `data` of each type. */
export const loggedEventSchema = eventSchema.extend({
  type: z.enum(allEvents.map(({ type }) => type) as [string, ...string[]]),
  entityType: z.enum([...new Set(allEvents.map(({ entity }) => entity.type))] as [string, ...string[]]),
});

interface EventDescription {
  type: string;
  /** What it tells of: `entityId` is the id of one. */
  entity: string;
  summary: string;
  /** JSON Schema (2020-12) of `data`, as a consumer reads it. */
  data: JsonSchema;
}

/** What consumers of the log and of the bus need to know of each type. */
export function eventCatalogue(): EventDescription[] {
  return allEvents.map(({ type, entity, summary, data }) => ({
    type,
    entity: entity.type,
    summary,
    data: jsonSchema(data),
  }));
}
