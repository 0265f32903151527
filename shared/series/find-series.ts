import { notFound } from '../kernel/herald-error.ts';
import type { Series } from './model/series.ts';
import { readSeries } from './series-items.ts';

/** @throws HeraldError `not_found`, also where it belongs to another tenant */
export async function findSeries(tenantId: string, id: string): Promise<Series> {
  const series = await readSeries(tenantId, id);
  if (series === undefined) throw notFound('series', id);
  return series;
}
