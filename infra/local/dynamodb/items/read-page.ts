import type { Database } from '../database.ts';
import { dynalite } from '../dynalite/dynalite.ts';
import { type CheckedRequest, checkRequest } from '../requests/check-request.ts';
import type { KeyRange } from '../storage/key-space.ts';
import type { Item } from './attribute-value.ts';
import { capacityReport, readUnits } from './capacity.ts';
import { holds } from './condition.ts';
import { projected } from './get-items.ts';
import { itemSize } from './item-size.ts';
import { queryRange, scanRange } from './page-range.ts';
import { withOldEntries } from './stale-entries.ts';

type Body = Record<string, unknown>;

/** A page ends behind the item with which it reaches so many bytes. */
const MAX_PAGE_BYTES = 1024 * 1024;

/** Query and Scan. */
export function readPage(database: Database, action: 'Query' | 'Scan', body: Body): Body {
  const request = checkRequest(action, body);
  const { TableName, IndexName, ConsistentRead, Select, Limit = Number.POSITIVE_INFINITY } = request;
  const table = database.catalogue.get(TableName);
  const { range, startNames } = action === 'Query' ? queryRange(table, request) : scanRange(table, request);

  const scanned: Item[] = [];
  let bytes = 0;
  for (const [, item] of entries(database, request, range)) {
    scanned.push(item);
    bytes += itemSize(item);
    if (scanned.length >= Limit || bytes >= MAX_PAGE_BYTES) break;
  }
  const isFull = scanned.length >= Limit || bytes >= MAX_PAGE_BYTES;
  const last = isFull ? scanned.at(-1) : undefined;
  const kept = scanned.filter((item) => passes(request, item));
  const consumed = capacityReport(request.ReturnConsumedCapacity, (capacity) => {
    const units = readUnits(bytes, ConsistentRead);
    if (IndexName) capacity.addIndex(table, IndexName, units);
    else capacity.addTable(TableName, units);
  });
  return {
    ScannedCount: scanned.length,
    ...(last && { LastEvaluatedKey: Object.fromEntries(startNames.map((name) => [name, last[name]])) }),
    Count: kept.length,
    ...(Select !== 'COUNT' && { Items: kept.map((item) => projected(item, request)) }),
    ...(consumed && { ConsumedCapacity: consumed[0] }),
  };
}

function entries({ storage, indexLag }: Database, request: CheckedRequest, range: KeyRange): Iterable<[string, Item]> {
  const reverse = request.ScanIndexForward === false;
  const old = request.IndexName === undefined ? undefined : indexLag?.oldEntries(range);
  if (!old || old.size === 0) return storage.entries<Item>({ ...range, reverse, limit: request.Limit });
  // Among the first entries that are stored may be some that the reader does not see yet.
  return withOldEntries(storage.entries<Item>({ ...range, reverse }), old, reverse);
}

function passes({ expressions, values, older }: CheckedRequest, item: Item): boolean {
  if (expressions.filter) return holds(expressions.filter.expression, item, values);
  return !older || !dynalite.checkConditional(older, item);
}
