import type { Database } from '../database.ts';
import { dynalite } from '../dynalite/dynalite.ts';
import { type CheckedRequest, checkRequest } from '../requests/check-request.ts';
import { type ExpressionMembers, parsedExpressions } from '../requests/parsed-expressions.ts';
import { itemPrefix } from '../storage/key-space.ts';
import type { Item } from './attribute-value.ts';
import { capacityReport, readUnits } from './capacity.ts';
import { itemSize } from './item-size.ts';
import { storeKeyOf, throwIf } from './table-key.ts';

type Body = Record<string, unknown>;

/** More than AWS answers at once is left for the caller to ask for again. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** GetItem. */
export function getItem(database: Database, body: Body): Body {
  const request = checkRequest('GetItem', body);
  const { TableName, ConsistentRead, ReturnConsumedCapacity } = request;
  const item = read(database, TableName, request.Key!, request);
  const consumed = capacityReport(ReturnConsumedCapacity, (capacity) => {
    capacity.addTable(TableName, readUnits(item ? itemSize(item) : 0, ConsistentRead));
  });
  return {
    ...(item && { Item: projected(item, request) }),
    ...(consumed && { ConsumedCapacity: consumed[0] }),
  };
}

interface PartOfBatch extends ExpressionMembers {
  Keys: Item[];
  ConsistentRead?: boolean;
  AttributesToGet?: string[];
}

/** BatchGetItem. The order of what it answers is none that a caller could rely on. */
export function batchGetItem(database: Database, body: Body): Body {
  const { RequestItems, ReturnConsumedCapacity } = checkRequest('BatchGetItem', body);
  const parts = Object.entries(RequestItems as Record<string, PartOfBatch>);
  const found = parts.flatMap(([table, part]) => {
    const expressions = parsedExpressions(part)!;
    return part.Keys.map((key) => ({
      table,
      part,
      key,
      expressions,
      item: read(database, table, key, { expressions }),
    }));
  });
  const Responses: Record<string, Item[]> = Object.fromEntries(parts.map(([table]) => [table, []]));
  const UnprocessedKeys: Record<string, PartOfBatch> = {};
  let total = 0;
  for (const { table, part, key, expressions, item } of shuffled(found)) {
    if (!item) continue;
    const size = itemSize(item);
    if (total + size > MAX_BATCH_BYTES) {
      UnprocessedKeys[table] ??= { ...part, Keys: [] };
      UnprocessedKeys[table].Keys.push(key);
      continue;
    }
    total += size;
    Responses[table]!.push(projected(item, { expressions, AttributesToGet: part.AttributesToGet }));
  }
  const consumed = capacityReport(ReturnConsumedCapacity, (capacity) => {
    for (const { table, part, item } of found) {
      capacity.addTable(table, readUnits(item ? itemSize(item) : 0, part.ConsistentRead));
    }
  });
  return { Responses, UnprocessedKeys, ...(consumed && { ConsumedCapacity: consumed }) };
}

function read(
  { catalogue, storage }: Database,
  tableName: string,
  key: Item,
  { expressions }: Pick<CheckedRequest, 'expressions'>,
): Item | undefined {
  const table = catalogue.get(tableName);
  const storeKey = storeKeyOf(table, key);
  throwIf(dynalite.validateKeyPaths(expressions.projection?.nestedPaths, table.description));
  return storage.get<Item>(itemPrefix(tableName) + storeKey);
}

/** The parts of an item that a request asks for. */
export function projected(
  item: Item,
  { expressions, AttributesToGet }: Pick<CheckedRequest, 'expressions' | 'AttributesToGet'>,
): Item {
  const paths = expressions.projection?.paths ?? AttributesToGet;
  return paths ? dynalite.mapPaths(paths, item) : item;
}

function shuffled<T>(members: T[]): T[] {
  const result = [...members];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(Math.random() * (index + 1));
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}
