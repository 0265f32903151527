import type * as z from 'zod';

/** What events tell of: its name in the log, and the partition that its items and events stand in. */
export interface Entity {
  type: string;
  pk: (tenantId: string, id: string) => string;
}

/** One type of event: what it says, in a sentence and as a schema of its `data`. */
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
