import type { CalendarRepeat } from '../model/calendar-repeat.ts';
import { seriesPlan } from '../model/series-plan.ts';
import { readSeriesOfPlatform } from '../series-items.ts';

/** What one platform's series will make with `from <= at < to` (milliseconds). A range in the past is empty and read nowhere. */
export async function readRepeatsOf(
  tenantId: string,
  platformId: string,
  from: number,
  to: number,
): Promise<CalendarRepeat[]> {
  const now = Date.now();
  if (to <= now) return [];
  const series = await readSeriesOfPlatform(tenantId, platformId);
  return series.flatMap((one) => seriesPlan(one, { now, from, to }));
}
