import { type ListEntry, listItems } from '../../kernel/table/read.ts';
import { seriesLists } from '../keys.ts';
import type { CalendarRepeat } from '../model/calendar-repeat.ts';
import { seriesPlan } from '../model/series-plan.ts';
import { fromSeriesItem } from '../series-items.ts';

/** What one platform's series will make with `from <= at < to` (milliseconds). Nothing is read for a range that is over. */
export async function readRepeatsOf(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<CalendarRepeat[]> {
  const now = Date.now();
  if (to <= now) return [];
  const { index, pk } = seriesLists.seriesByPlatform;
  const found: CalendarRepeat[] = [];
  let after: ListEntry | undefined;
  do {
    const page = await listItems({ index, pk: pk(tenantId, platformId), limit: 100, after });
    found.push(...page.items.flatMap((item) => seriesPlan(fromSeriesItem(item), { now, from, to })));
    after = page.next;
  } while (after !== undefined);
  return found;
}
