import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { type SeriesListItem, viewSeriesListItem } from './model/series-view.ts';
import { readSeriesPage } from './series-items.ts';

/** Newest first. */
export async function listSeries(tenantId: string, query: PageQuery): Promise<Page<SeriesListItem>> {
  return mapPage(await readSeriesPage(tenantId, query), viewSeriesListItem);
}
