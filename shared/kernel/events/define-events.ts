import type * as z from 'zod';

/** What events are about: its name in the log, and the partition that holds its items and events. */
export interface Entity {
  type: string;
  pk: (tenantId: string, id: string) => string;
}

/** One type of event: what happened, in one sentence, and the schema of its `data`. */
export interface EventDefinition<Data extends z.ZodType = z.ZodType> {
  type: string;
  entity: Entity;
  summary: string;
  data: Data;
}

/**
 * Declares the events of one entity, by type. `docs/events.md` and the API's description are made from these; a test
 * holds that no two subjects declare the same type.
 */
export function defineEvents<const Events extends Record<string, { summary: string; data: z.ZodObject }>>(
  entity: Entity,
  events: Events,
): { readonly [Type in keyof Events & string]: EventDefinition<Events[Type]['data']> & { type: Type } } {
  const defined = Object.entries(events).map(([type, { summary, data }]) => [type, { type, entity, summary, data }]);
  return Object.fromEntries(defined);
}
