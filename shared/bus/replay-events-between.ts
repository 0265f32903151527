import { eventsOfDay } from '../kernel/events/event-items.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import type { Item } from '../kernel/table/client.ts';
import { type ListEntry, listItems } from '../kernel/table/read.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import { relayEvents } from './relay-events.ts';

/** An event gets its time before its transaction, which may be tried for a while, and reaches the stream after it. */
const BEFORE_ARRIVAL_MS = 120_000;
const AFTER_ARRIVAL_MS = 5_000;

/**
 * Puts those events on the bus again that may have reached the stream between two moments (ISO 8601).
 *
 * @param until when it ends early (milliseconds)
 * @returns whether all of them are on the bus
 * @throws HeraldError `unavailable` where the bus does not take them all
 */
export async function replayEventsBetween(tenantId: string, from: string, to: string, until: number): Promise<boolean> {
  const first = new Date(Date.parse(from) - BEFORE_ARRIVAL_MS);
  const last = new Date(Date.parse(to) + AFTER_ARRIVAL_MS).toISOString();
  const range = { from: first.toISOString(), to: `${last}~` };
  const startOfDay = Math.floor(first.getTime() / DAY_MS) * DAY_MS;
  for (let day = startOfDay; day <= Date.parse(last); day += DAY_MS) {
    const list = eventsOfDay(tenantId, new Date(day).toISOString().slice(0, 10));
    let after: ListEntry | undefined;
    do {
      if (Date.now() > until) return false;
      const page = await listItems({ ...list, ...range, limit: 100, after });
      await replayItems(page.items);
      after = page.next;
    } while (after !== undefined);
  }
  return true;
}

/** @throws HeraldError `unavailable` where the bus does not take them all */
export async function replayItems(items: Item[]): Promise<void> {
  const refused = await relayEvents(items);
  if (refused.size === 0) return;
  throw new HeraldError('unavailable', `The event bus did not take ${refused.size} events.`, {
    headers: { 'retry-after': '5' },
    remedy: 'Repeat the same request: consumers drop the events that they have.',
  });
}
