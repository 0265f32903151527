import type { Page, PageQuery } from '../kernel/requests/page.ts';
import { type SeriesListItem, viewSeriesListItem } from './model/series-view.ts';
import { readSeriesPage } from './series-items.ts';

/** Newest first. */
export async function listSeries(tenantId: string, page: PageQuery): Promise<Page<SeriesListItem>> {
  const { items, nextCursor } = await readSeriesPage(tenantId, page);
  return { items: items.map(viewSeriesListItem), nextCursor };
}
