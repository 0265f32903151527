import { eventLists } from '../kernel/events/event-keys.ts';
import { HeraldError } from '../kernel/herald-error.ts';
import { decodeCursor, encodeCursor, type PageQuery } from '../kernel/requests/page.ts';
import type { Item } from '../kernel/table/client.ts';
import { listOf } from '../kernel/table/key-parts.ts';
import { type ListEntry, listItems } from '../kernel/table/read.ts';
import { DAY_MS } from '../kernel/time/durations.ts';
import { relayEvents } from './relay-events.ts';

/** An event gets its time before its transaction, which may be tried for a while, and reaches the stream after it. */
const BEFORE_ARRIVAL_MS = 120_000;
const AFTER_ARRIVAL_MS = 5_000;

/**
 * Puts a page of a day's events (`YYYY-MM-DD`, UTC) on the bus again, oldest first and with their own ids, by which
 * consumers drop what they have.
 *
 * @throws HeraldError `unavailable` where the bus does not take them all; the same page can be asked for again
 */
export async function replayEvents(
  tenantId: string,
  { day, limit, cursor }: PageQuery & { day: string },
): Promise<{ replayed: number; nextCursor: string | null }> {
  let after: ListEntry | undefined = decodeCursor(dayList(tenantId, day), cursor);
  let replayed = 0;
  do {
    const page = await pageOf(tenantId, day, { limit: Math.min(100, limit - replayed), after });
    await relay(page.items);
    replayed += page.items.length;
    after = page.next;
  } while (after !== undefined && replayed < limit);
  return { replayed, nextCursor: encodeCursor(dayList(tenantId, day), after) };
}

/**
 * Puts those events on the bus again that may have reached the stream between two moments (ISO 8601).
 *
 * @param until ends early then (milliseconds)
 * @returns whether all of them are on the bus
 */
export async function replayEventsBetween(tenantId: string, from: string, to: string, until: number): Promise<boolean> {
  const first = new Date(Date.parse(from) - BEFORE_ARRIVAL_MS);
  const last = new Date(Date.parse(to) + AFTER_ARRIVAL_MS).toISOString();
  const startOfDay = Math.floor(first.getTime() / DAY_MS) * DAY_MS;
  for (let day = startOfDay; day <= Date.parse(last); day += DAY_MS) {
    let after: ListEntry | undefined;
    do {
      if (Date.now() > until) return false;
      const range = { from: first.toISOString(), to: `${last}~` };
      const page = await pageOf(tenantId, new Date(day).toISOString().slice(0, 10), { limit: 100, after, ...range });
      await relay(page.items);
      after = page.next;
    } while (after !== undefined);
  }
  return true;
}

const dayList = (tenantId: string, day: string) => listOf(eventLists.eventsByDay, tenantId, day);

function pageOf(
  tenantId: string,
  day: string,
  page: { limit: number; after: ListEntry | undefined; from?: string; to?: string },
) {
  return listItems({ ...dayList(tenantId, day), ...page });
}

async function relay(items: Item[]): Promise<void> {
  const refused = await relayEvents(items);
  if (refused.size === 0) return;
  throw new HeraldError('unavailable', `The event bus did not take ${refused.size} events.`, {
    remedy: 'Repeat the same request: consumers drop the events that they have.',
  });
}
