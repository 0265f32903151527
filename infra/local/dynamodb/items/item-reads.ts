import type { Database } from '../database.ts';
import { dynalite } from '../dynalite/dynalite.ts';
import { type Action, type CheckedRequest, checkRequest, runAction } from '../dynalite/dynalite-actions.ts';
import type { Item } from './attribute-value.ts';
import { capacityReport, readUnits } from './capacity.ts';
import { holds } from './condition.ts';
import { itemSize } from './item-size.ts';
import { type Reading, ReadView } from './read-view.ts';

type Body = Record<string, unknown>;
type Read = { output: Body; readings: Reading[] };

/** GetItem. */
export async function getItem(database: Database, body: Body): Promise<Body> {
  const request = checkRequest('GetItem', body);
  const { output, readings } = await read(database, 'GetItem', request);
  const consumed = capacityReport(request.ReturnConsumedCapacity, (capacity) => {
    capacity.addTable(request.TableName, readUnits(totalSize(readings), request.ConsistentRead));
  });
  return consumed ? { ...output, ConsumedCapacity: consumed[0] } : output;
}

/** BatchGetItem. */
export async function batchGetItem(database: Database, body: Body): Promise<Body> {
  const request = checkRequest('BatchGetItem', body);
  const { output, readings } = await read(database, 'BatchGetItem', request);
  const tables = request.RequestItems as Record<string, { ConsistentRead?: boolean }>;
  const consumed = capacityReport(request.ReturnConsumedCapacity, (capacity) => {
    for (const reading of readings) {
      capacity.addTable(reading.tableName, readUnits(totalSize([reading]), tables[reading.tableName]?.ConsistentRead));
    }
  });
  return consumed ? { ...output, ConsumedCapacity: consumed } : output;
}

/** Query and Scan. */
export async function readPage(database: Database, action: 'Query' | 'Scan', body: Body): Promise<Body> {
  const request = checkRequest(action, body);
  const { output, readings } = request._filter
    ? await readFiltered(database, action, request)
    : await read(database, action, request);
  const { TableName, IndexName, ConsistentRead } = request;
  const consumed = capacityReport(request.ReturnConsumedCapacity, (capacity) => {
    // The stream reads ahead of the page; what lies behind the last scanned item costs nothing.
    const units = readUnits(totalSize(readings.slice(0, output.ScannedCount as number)), ConsistentRead);
    if (IndexName) capacity.addIndex(database.catalogue.get(TableName), IndexName, units);
    else capacity.addTable(TableName, units);
  });
  return consumed ? { ...output, ConsumedCapacity: consumed[0] } : output;
}

/** Has dynalite read the page as if everything passed, and filters what it answers (see condition.ts). */
async function readFiltered(database: Database, action: Action, request: CheckedRequest): Promise<Read> {
  const { _filter, _projection, Select } = request;
  const hashKey = database.catalogue.get(request.TableName).description.KeySchema[0]!.AttributeName;
  const everything = { type: 'function' as const, name: 'attribute_exists', args: [[hashKey]] };
  const { output, readings } = await read(database, action, {
    ...request,
    Select: Select === 'COUNT' ? undefined : Select,
    _filter: { ..._filter, expression: everything },
    _projection: _projection && { ..._projection, paths: undefined },
  });
  const { Items: scanned, ...rest } = output as { Items: Item[] };
  const kept = scanned.filter((item) => holds(_filter!.expression, item));
  const paths = _projection?.paths;
  const Items = paths ? kept.map((item) => dynalite.mapPaths(paths, item)) : kept;
  return { output: { ...rest, Count: kept.length, ...(Select !== 'COUNT' && { Items }) }, readings };
}

/** Runs a reading action and tells what it read. */
export async function read(
  { storage, catalogue, indexLag }: Database,
  action: Action,
  request: CheckedRequest,
): Promise<Read> {
  const readings: Reading[] = [];
  const { ConsumedCapacity: _inexact, ...output } = await runAction(
    action,
    request,
    (guard) => new ReadView({ storage, catalogue, indexLag, request, readings, guard }),
  );
  return { output, readings };
}

/** Bytes of what was read; nothing found counts nothing. */
export function totalSize(readings: Reading[]): number {
  return readings.reduce((total, { item }) => total + (item ? itemSize(item) : 0), 0);
}
