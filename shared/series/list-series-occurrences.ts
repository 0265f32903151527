import type { Page, PageQuery } from '../kernel/requests/page.ts';
import { findSeries } from './find-series.ts';
import type { SeriesOccurrence } from './model/series.ts';
import { readOccurrencePage } from './series-items.ts';

/** What became of its occurrences: the post of each, or why there is none; the latest first. */
export async function listSeriesOccurrences(
  tenantId: string,
  id: string,
  query: PageQuery,
): Promise<Page<SeriesOccurrence>> {
  return readOccurrencePage(await findSeries(tenantId, id), query);
}
