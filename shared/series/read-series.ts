import { notFound } from '../kernel/herald-error.ts';
import { decodeCursor, encodeCursor, type Page, type PageQuery } from '../kernel/requests/page.ts';
import { listItems, queryPartition } from '../kernel/table/read.ts';
import { seriesLists, seriesPk, seriesPrefixes } from './keys.ts';
import type { Series, SeriesOccurrence } from './model/series.ts';
import { type SeriesListItem, type SeriesView, viewSeries, viewSeriesListItem } from './model/series-view.ts';
import { fromOccurrenceItem, fromSeriesItem, readSeries, readSeriesTexts } from './series-items.ts';

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
export async function listSeries(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<SeriesListItem>> {
  const { index, pk } = seriesLists.series;
  const after = decodeCursor(cursor, tenantId);
  const { items, next } = await listItems({ index, pk: pk(tenantId), limit, after, descending: true });
  return { items: items.map((item) => viewSeriesListItem(fromSeriesItem(item))), nextCursor: encodeCursor(next) };
}

/** What became of its occurrences: the post of each, or why there is none; the latest first. */
export async function listSeriesOccurrences(
  tenantId: string,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<SeriesOccurrence>> {
  await findSeries(tenantId, id);
  const items = await queryPartition({
    pk: seriesPk(tenantId, id),
    prefix: seriesPrefixes.seriesOccurrence,
    limit: limit + 1,
    after: decodeCursor(cursor, tenantId)?.sk,
    descending: true,
  });
  const shown = items.slice(0, limit);
  const last = items.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(fromOccurrenceItem),
    nextCursor: encodeCursor(last && { pk: last.pk, sk: last.sk, position: '' }),
  };
}
