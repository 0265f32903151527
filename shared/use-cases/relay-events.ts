import { putEvents } from '../cloud/event-bus.ts';
import { fromEventItem } from '../store/event-items.ts';
import type { Item } from '../store/table.ts';

/**
 * Carries entries of the event log to the bus, at least once and with their own ids.
 *
 * @returns the ids that the bus did not take
 */
export async function relayEvents(items: Item[]): Promise<Set<string>> {
  if (items.length === 0) return new Set();
  return putEvents(items.map(fromEventItem));
}
