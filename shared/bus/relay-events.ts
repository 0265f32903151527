import { putEvents } from '../aws/event-bus.ts';
import { fromEventItem } from '../kernel/events/event-items.ts';
import type { Item } from '../kernel/table/client.ts';
import { busEventsOf } from './bus-events.ts';

/** The bus takes no more in one call. */
const EVENTS_PER_CALL = 10;

/**
 * Puts entries of the event log on the bus, in order, at least once and with their own ids.
 *
 * @returns the ids of the entries that the bus did not take, or not all of their events
 */
export async function relayEvents(items: Item[]): Promise<Set<string>> {
  const told = items.map(fromEventItem).flatMap((entry) => busEventsOf(entry).map((event) => ({ entry, event })));
  const refused = new Set<string>();
  for (let start = 0; start < told.length; start += EVENTS_PER_CALL) {
    const some = told.slice(start, start + EVENTS_PER_CALL);
    const notTaken = await putEvents(some.map(({ event }) => event));
    for (const { entry, event } of some) if (notTaken.has(event.id)) refused.add(entry.id);
    // The stream delivers these and all later entries again, in order.
    if (refused.size > 0) break;
  }
  return refused;
}
