import type { Actor } from '../kernel/events/event.ts';
import { logger } from '../kernel/logger.ts';
import { parseReadable } from '../kernel/table/parse-readable.ts';
import { getItems, type ListEntry, queryList } from '../kernel/table/read.ts';
import { GuardFailed } from '../kernel/table/transact.ts';
import { advanceSeries } from './advance-series.ts';
import { seriesGuards } from './guards.ts';
import { seriesLists } from './keys.ts';
import type { Series } from './series.ts';
import { fromSeriesItem } from './series-items.ts';

/** Of the function's 60 seconds. */
const TIME_MS = 40_000;
const AT_ONCE = 10;

/**
 * Makes the next post of every series whose moment has come, the earliest first. It reads those and no others.
 *
 * @returns how many were looked at
 */
export async function repeatDueSeries(actor: Actor): Promise<number> {
  const began = Date.now();
  const { index, pk } = seriesLists.dueSeries;
  let seen = 0;
  let after: ListEntry | undefined;
  do {
    const page = await queryList({ index, pk: pk(), to: `${new Date(began).toISOString()}~`, limit: 100, after });
    const items = await getItems(page.entries.map((entry) => ({ pk: entry.pk, sk: entry.sk })));
    const due = parseReadable(items, fromSeriesItem, 'A series');
    for (let first = 0; first < due.length; first += AT_ONCE) {
      // What is left is read again by the next tick.
      if (Date.now() - began > TIME_MS) return seen;
      await Promise.all(due.slice(first, first + AT_ONCE).map((series) => advanceSafely(series, actor)));
    }
    seen += due.length;
    after = page.next;
  } while (after !== undefined);
  return seen;
}

async function advanceSafely(series: Series, actor: Actor): Promise<void> {
  try {
    await advanceSeries(series, { ...actor, correlationId: series.correlationId });
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === seriesGuards.series) return;
    logger.error('A series could not go on and is looked at again', { id: series.id, error: error as Error });
  }
}
