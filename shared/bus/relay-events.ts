import pMap from 'p-map';
import { putEvents } from '../aws/event-bus.ts';
import { fromEventItem } from '../kernel/events/event-items.ts';
import type { Item } from '../kernel/table/client.ts';
import { busEventsOf } from './bus-events.ts';

/** The bus takes no more in one call. */
const EVENTS_PER_CALL = 10;
const CALLS_AT_ONCE = 5;

/**
 * Puts entries of the event log on the bus, at least once and with their own ids. Ten at a time, several tens side by side:
 * the bus keeps no order either.
 *
 * @returns the ids of the entries that the bus did not take, or not all of their events
 */
export async function relayEvents(items: Item[]): Promise<Set<string>> {
  const told = items.map(fromEventItem).flatMap((entry) => busEventsOf(entry).map((event) => ({ entry, event })));
  const calls = Array.from({ length: Math.ceil(told.length / EVENTS_PER_CALL) }, (_, index) =>
    told.slice(index * EVENTS_PER_CALL, (index + 1) * EVENTS_PER_CALL),
  );
  const refused = new Set<string>();
  await pMap(
    calls,
    async (some) => {
      const notTaken = await putEvents(some.map(({ event }) => event));
      for (const { entry, event } of some) if (notTaken.has(event.id)) refused.add(entry.id);
    },
    { concurrency: CALLS_AT_ONCE },
  );
  return refused;
}
