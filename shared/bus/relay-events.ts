import { putEvents } from '../aws/event-bus.ts';
import { fromEventItem } from '../kernel/events/event-items.ts';
import type { Item } from '../kernel/table/client.ts';
import { busEventsOf } from './bus-events.ts';

/** The bus takes no more in one call. */
const EVENTS_PER_CALL = 10;

/**
 * Carries entries of the event log to the bus, in order, at least once and with their own ids.
 *
 * @returns the ids of the entries that the bus did not take whole
 */
export async function relayEvents(items: Item[]): Promise<Set<string>> {
  const told = items.map(fromEventItem).flatMap((entry) => busEventsOf(entry).map((event) => ({ entry, event })));
  const refused = new Set<string>();
  for (let start = 0; start < told.length; start += EVENTS_PER_CALL) {
    const some = told.slice(start, start + EVENTS_PER_CALL);
    const notTaken = await putEvents(some.map(({ event }) => event));
    for (const { entry, event } of some) if (notTaken.has(event.id)) refused.add(entry.id);
    // What comes again from here on comes in order.
    if (refused.size > 0) break;
  }
  return refused;
}
