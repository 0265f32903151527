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
 * holds that no two subjects declare the same type. A schema is made when the first event of its type is recorded: most
 * functions record few of them.
 */
export function defineEvents<const Events extends Record<string, { summary: string; data: () => z.ZodObject }>>(
  entity: Entity,
  events: Events,
): { readonly [Type in keyof Events & string]: EventDefinition<ReturnType<Events[Type]['data']>> & { type: Type } } {
  const defined = Object.entries(events).map(([type, { summary, data }]) => [
    type,
    definition(type, entity, summary, data),
  ]);
  return Object.fromEntries(defined);
}

function definition(type: string, entity: Entity, summary: string, make: () => z.ZodObject): EventDefinition {
  let made: z.ZodObject | undefined;
  return {
    type,
    entity,
    summary,
    get data() {
      made ??= make();
      return made;
    },
  };
}
