import { replayItems } from '../bus/replay-events-between.ts';
import { eventsOfDay } from '../kernel/events/event-items.ts';
import { decodeCursor, encodeCursor, type PageQuery } from '../kernel/requests/page.ts';
import { listItems } from '../kernel/table/read.ts';

/**
 * Puts a page of a day's events (`YYYY-MM-DD`, UTC) on the bus again, oldest first and with their own ids; consumers drop
 * the events that they have.
 *
 * @throws HeraldError `unavailable` where the bus does not take them all; the same page can be asked for again
 */
export async function replayEvents(
  tenantId: string,
  { day, limit, cursor }: PageQuery & { day: string },
): Promise<{ replayed: number; nextCursor: string | null }> {
  const list = eventsOfDay(tenantId, day);
  let after = decodeCursor(list, cursor);
  let replayed = 0;
  do {
    const page = await listItems({ ...list, limit: Math.min(100, limit - replayed), after });
    await replayItems(page.items);
    replayed += page.items.length;
    after = page.next;
  } while (after !== undefined && replayed < limit);
  return { replayed, nextCursor: encodeCursor(list, after) };
}
