import * as z from 'zod';
import { crossPostEvents } from '../cross-posts/events.ts';
import type { HeraldEvent } from '../kernel/events/event.ts';
import { derivedId } from '../kernel/ids.ts';
import { postEvents } from '../posts/model/events.ts';

/** What `CROSS_POST_CREATED` says of each member's creation. */
const createdSchema = z.array(z.looseObject({ id: z.uuid() }));

/**
 * What the bus is told by one entry of the log: the entry, and what it stands for. The members of a cross-post have one entry
 * for all their creations, so that their transaction holds sixteen; who listens for `DISTRIBUTION_CREATED` hears of each
 * all the same, each time with the same id.
 */
export function busEventsOf(event: HeraldEvent): HeraldEvent[] {
  if (event.type !== crossPostEvents.CROSS_POST_CREATED.type) return [event];
  const { data: created = [] } = createdSchema.safeParse(event.data.created);
  const ofMembers = created.map(
    ({ id, ...data }): HeraldEvent => ({
      ...event,
      id: derivedId(event.id, id),
      type: postEvents.DISTRIBUTION_CREATED.type,
      entityType: 'distribution',
      entityId: id,
      causationId: event.id,
      data,
    }),
  );
  return [event, ...ofMembers];
}
