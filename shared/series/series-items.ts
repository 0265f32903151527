import { getText, putText, textKey } from '../aws/text-store.ts';
import { listPage, mapPage, type Page, type PageQuery, partitionPage } from '../kernel/requests/page.ts';
import { countDown } from '../kernel/settings/count-items.ts';
import type { Item } from '../kernel/table/client.ts';
import { indexKeys, listOf, timeSortKey } from '../kernel/table/key-parts.ts';
import type { LabelledAction } from '../kernel/table/labelled-action.ts';
import { parseReadable } from '../kernel/table/parse-readable.ts';
import { allItems, getItem } from '../kernel/table/read.ts';
import { isNew, put, putAlways } from '../kernel/table/transact.ts';
import { seriesGuards } from './guards.ts';
import { seriesKeys, seriesLists, seriesPk, seriesPrefixes } from './keys.ts';
import {
  type Series,
  type SeriesOccurrence,
  type SeriesTexts,
  seriesOccurrenceSchema,
  seriesSchema,
  seriesTextsSchema,
} from './model/series.ts';
import { seriesQuota } from './settings.ts';

/** A DynamoDB item holds 400 KB. */
const MAX_INLINE = 200 * 1024;

function toSeriesItem(series: Series): Item {
  const { tenantId, id, platformId, status, createdAt, lookAt } = series;
  const { index, pk } = seriesLists.seriesByPlatform;
  return {
    ...seriesKeys.series(tenantId, id),
    ...indexKeys(seriesLists.series.index, seriesLists.series.pk(tenantId), timeSortKey(createdAt, id)),
    ...(status !== 'ended' && indexKeys(index, pk(tenantId, platformId), timeSortKey(createdAt, id))),
    ...(lookAt && indexKeys(seriesLists.dueSeries.index, seriesLists.dueSeries.pk(), timeSortKey(lookAt, id))),
    ...seriesSchema.parse(series),
  };
}

function fromSeriesItem(item: Item): Series {
  return seriesSchema.parse(item);
}

export async function readSeries(tenantId: string, id: string): Promise<Series | undefined> {
  const item = await getItem(seriesKeys.series(tenantId, id));
  return item && fromSeriesItem(item);
}

/** The series of one platform that have not ended. */
export async function readSeriesOfPlatform(tenantId: string, platformId: string): Promise<Series[]> {
  const items = await Array.fromAsync(allItems(listOf(seriesLists.seriesByPlatform, tenantId, platformId)));
  return items.map(fromSeriesItem);
}

/** How many series of the tenant have not ended. */
export async function countOpenSeries(tenantId: string): Promise<number> {
  let open = 0;
  for await (const { status } of allItems(listOf(seriesLists.series, tenantId))) if (status !== 'ended') open += 1;
  return open;
}

/** Series of all tenants whose next look is due at `now` (milliseconds), the earliest first; one that cannot be read is in the log. */
export async function* readDueSeries(now: number): AsyncGenerator<Series> {
  const due = allItems({ ...listOf(seriesLists.dueSeries), to: `${new Date(now).toISOString()}~` });
  for await (const item of due) yield* parseReadable([item], fromSeriesItem, 'A series');
}

export function insertSeries(series: Series): LabelledAction {
  return put(seriesGuards.newSeries, toSeriesItem(series), isNew);
}

/** Writes the next state only over exactly the one it was made from. One that ends counts no more. */
export function replaceSeries(before: Series, after: Series): LabelledAction[] {
  const written = put(seriesGuards.series, toSeriesItem({ ...after, revision: before.revision + 1 }), {
    expression: '#revision = :revision',
    names: { '#revision': 'revision' },
    values: { ':revision': before.revision },
  });
  const ends = before.status !== 'ended' && after.status === 'ended';
  return ends ? [written, countDown(before.tenantId, seriesQuota)] : [written];
}

/** All texts of one version as JSON. A large one goes into the bucket first, so that the item never points at nothing. */
export async function writeSeriesTexts(
  { tenantId, id, textVersion }: Pick<Series, 'tenantId' | 'id' | 'textVersion'>,
  texts: SeriesTexts,
): Promise<LabelledAction> {
  const text = JSON.stringify(seriesTextsSchema.parse(texts));
  const key = seriesKeys.seriesTexts(tenantId, id, textVersion);
  if (Buffer.byteLength(text) <= MAX_INLINE) return putAlways({ ...key, text });
  const bodyKey = textKey(tenantId, `series-${id}`, textVersion);
  await putText(bodyKey, text);
  return putAlways({ ...key, bodyKey });
}

export async function readSeriesTexts({ tenantId, id, textVersion }: Series): Promise<SeriesTexts> {
  const item = await getItem(seriesKeys.seriesTexts(tenantId, id, textVersion));
  if (item === undefined) throw new Error(`The texts of series ${id} are missing.`);
  const text = typeof item.bodyKey === 'string' ? await getText(item.bodyKey) : String(item.text);
  return seriesTextsSchema.parse(JSON.parse(text));
}

/** What became of an occurrence, on record beside the series. */
export function recordOccurrence({ tenantId, id, plan }: Series, occurrence: SeriesOccurrence): LabelledAction {
  const key = seriesKeys.seriesOccurrence(tenantId, id, occurrence.at, plan);
  return putAlways({ ...key, ...seriesOccurrenceSchema.parse(occurrence) });
}

function fromOccurrenceItem(item: Item): SeriesOccurrence {
  return seriesOccurrenceSchema.parse(item);
}

/** Newest first. */
export async function readSeriesPage(tenantId: string, query: PageQuery): Promise<Page<Series>> {
  return mapPage(await listPage({ ...listOf(seriesLists.series, tenantId), descending: true }, query), fromSeriesItem);
}

/** Latest first. */
export async function readOccurrencePage({ tenantId, id }: Series, query: PageQuery): Promise<Page<SeriesOccurrence>> {
  const prefix = seriesPrefixes.seriesOccurrence;
  return mapPage(
    await partitionPage({ pk: seriesPk(tenantId, id), prefix, descending: true }, query),
    fromOccurrenceItem,
  );
}
