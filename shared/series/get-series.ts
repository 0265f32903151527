import { findSeries } from './find-series.ts';
import { type SeriesView, viewSeries } from './model/series-view.ts';
import { readSeriesTexts } from './series-items.ts';

export async function getSeries(tenantId: string, id: string): Promise<SeriesView> {
  const series = await findSeries(tenantId, id);
  return viewSeries(series, await readSeriesTexts(series), Date.now());
}
