import { dynalite } from '../dynalite/dynalite.ts';
import { type Item, sameItem } from '../items/attribute-value.ts';
import { type BatchOperation, indexPrefix } from '../storage/key-space.ts';
import { type SecondaryIndex, secondaryIndexesOf, type Table, type TableDescription } from './table.ts';

interface IndexEntry {
  key: string;
  item: Item;
}

/** What one write does to one index; absent on both sides when the index has nothing to do with the item. */
export interface IndexChange {
  index: SecondaryIndex;
  before?: IndexEntry;
  after?: IndexEntry;
}

/** The changes of a write in every index whose entry really changes. */
export function indexChanges(table: Table, before: Item | undefined, after: Item | undefined): IndexChange[] {
  const changes = secondaryIndexesOf(table).map((index) => ({
    index,
    before: indexEntry(table.description, index, before),
    after: indexEntry(table.description, index, after),
  }));
  return changes.filter((change) => !sameItem(change.before?.item, change.after?.item));
}

export function indexOperations(table: Table, { index, before, after }: IndexChange): BatchOperation[] {
  const prefix = indexPrefix(table.description.TableName, index.IndexName);
  const operations: BatchOperation[] = [];
  if (before && before.key !== after?.key) operations.push({ type: 'del', key: prefix + before.key });
  if (after) operations.push({ type: 'put', key: prefix + after.key, value: after.item });
  return operations;
}

/** An item is in an index only if it has all of its key attributes. */
export function indexEntry(
  description: TableDescription,
  index: SecondaryIndex,
  item: Item | undefined,
): IndexEntry | undefined {
  if (!item || !index.KeySchema.every(({ AttributeName }) => item[AttributeName])) return undefined;
  const key = dynalite.createIndexKey(item, description, index.KeySchema) + indexKeySuffix(description, item);
  return { key, item: projected(description, index, item) };
}

/**
 * dynalite ends an index key with 24 bits of a hash of the table's key: among thousands of items that share one index
 * key, one entry would sooner or later overwrite another. The table's whole key behind it makes entries unique.
 */
export function indexKeySuffix(description: TableDescription, item: Item): string {
  return `/${dynalite.createKey(item, description)}`;
}

function projected(description: TableDescription, index: SecondaryIndex, item: Item): Item {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  if (ProjectionType === 'ALL') return item;
  const keys = [...description.KeySchema, ...index.KeySchema].map(({ AttributeName }) => AttributeName);
  const entry: Item = {};
  for (const name of [...keys, ...NonKeyAttributes]) {
    const value = item[name];
    if (value) entry[name] = value;
  }
  return entry;
}
