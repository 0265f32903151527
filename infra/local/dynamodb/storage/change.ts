import { type Item, sameItem } from '../items/attribute-value.ts';
import { itemSize } from '../items/item-size.ts';
import { type IndexChange, indexChanges, indexOperations } from '../tables/secondary-indexes.ts';
import type { Table } from '../tables/table.ts';
import { type BatchOperation, expiryKey, itemPrefix } from './key-space.ts';

/** What one write does to one item. */
export interface Change {
  table: Table;
  /** The item's key in its table's part of the store. */
  key: string;
  before: Item | undefined;
  after: Item | undefined;
  /** False when the item stays what it was, which writes nothing and is recorded nowhere. */
  changed: boolean;
  indexChanges: IndexChange[];
  /** Bytes by DynamoDB's rules; 0 where there is none. */
  sizeBefore: number;
  sizeAfter: number;
}

export function changeOf(table: Table, key: string, before: Item | undefined, after: Item | undefined): Change {
  const changed = !sameItem(before, after);
  return {
    table,
    key,
    before,
    after,
    changed,
    indexChanges: changed ? indexChanges(table, before, after) : [],
    sizeBefore: before ? itemSize(before) : 0,
    sizeAfter: after ? itemSize(after) : 0,
  };
}

/** Everything that a change writes beside its stream record: the item, its index entries and its expiry. */
export function changeOperations(change: Change): BatchOperation[] {
  const { table, key, before, after } = change;
  const itemKey = itemPrefix(table.description.TableName) + key;
  return [
    after ? { type: 'put', key: itemKey, value: after } : { type: 'del', key: itemKey },
    ...change.indexChanges.flatMap((indexChange) => indexOperations(table, indexChange)),
    ...expiryOperations(table, key, before, after),
  ];
}

function expiryOperations(table: Table, key: string, before?: Item, after?: Item): BatchOperation[] {
  const { TableName } = table.description;
  const [old, next] = [expirySecond(table, before), expirySecond(table, after)];
  if (old === next) return [];
  const operations: BatchOperation[] = [];
  if (old !== undefined) operations.push({ type: 'del', key: expiryKey(TableName, old, key) });
  if (next !== undefined) operations.push({ type: 'put', key: expiryKey(TableName, next, key), value: 1 });
  return operations;
}

/** When an item expires, in epoch seconds; only a number in the table's TTL attribute counts. */
export function expirySecond(table: Table, item: Item | undefined): number | undefined {
  const { timeToLiveAttribute } = table;
  if (!timeToLiveAttribute || !item) return undefined;
  const second = Math.floor(Number(item[timeToLiveAttribute]?.N ?? Number.NaN));
  return second > 0 && second < 1e12 ? second : undefined;
}
