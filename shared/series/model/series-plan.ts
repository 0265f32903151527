import { repeatsBetween } from '../../calendar/rules/repeat-series.ts';
import type { CalendarRepeat } from './calendar-repeat.ts';
import type { Series } from './series.ts';
import { lastRepeat, ruleOfSeries } from './series-view.ts';

/** What an active series will make with `from <= at < to` (milliseconds), after the post that it has made already. */
export function seriesPlan(
  series: Series,
  { now, from, to }: { now: number; from: number; to: number },
): CalendarRepeat[] {
  if (series.status !== 'active') return [];
  const { id: seriesId, name, platformId, minGapMinutes, pending, last, lastSkip, updatedAt } = series;
  // What has been left out already does not come.
  const after = Math.max(now, lastSkip === undefined ? 0 : Date.parse(lastSkip.at));
  const options = { now: after, from, to, last: lastRepeat(pending ?? last), minGapMinutes };
  return repeatsBetween(ruleOfSeries(series), options).map((repeat) => ({
    seriesId,
    name,
    platformId,
    updatedAt,
    ...repeat,
  }));
}
