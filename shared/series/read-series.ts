import { notFound } from '../kernel/herald-error.ts';
import { mapPage, type Page, type PageQuery } from '../kernel/requests/page.ts';
import type { Series, SeriesOccurrence } from './series.ts';
import { readOccurrencePage, readSeries, readSeriesPage, readSeriesTexts } from './series-items.ts';
import { type SeriesListItem, type SeriesView, viewSeries, viewSeriesListItem } from './series-view.ts';

export async function getSeries(tenantId: string, id: string): Promise<SeriesView> {
  const series = await findSeries(tenantId, id);
  return viewSeries(series, await readSeriesTexts(series), Date.now());
}

/** @throws HeraldError `not_found`, also where it belongs to another tenant */
export async function findSeries(tenantId: string, id: string): Promise<Series> {
  const series = await readSeries(tenantId, id);
  if (series === undefined) throw notFound('series', id);
  return series;
}

/** Newest first. */
export async function listSeries(tenantId: string, query: PageQuery): Promise<Page<SeriesListItem>> {
  return mapPage(await readSeriesPage(tenantId, query), viewSeriesListItem);
}

/** What became of its occurrences: the post of each, or why there is none; the latest first. */
export async function listSeriesOccurrences(
  tenantId: string,
  id: string,
  query: PageQuery,
): Promise<Page<SeriesOccurrence>> {
  await findSeries(tenantId, id);
  return readOccurrencePage(tenantId, id, query);
}
