import { type Item, sameItem, sameValue } from '../items/attribute-value.ts';
import { entryKey } from '../storage/item-key.ts';
import { type BatchOperation, indexPrefix } from '../storage/key-space.ts';
import type { SecondaryIndex, Table } from './table.ts';
import { type IndexLayout, layoutOf, type TableLayout } from './table-layout.ts';

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
  const layout = layoutOf(table.description);
  const changes: IndexChange[] = [];
  for (const index of layout.indexes) {
    if (before && after && index.shown?.every((name) => sameValue(before[name], after[name]))) continue;
    const change = {
      index: index.index,
      before: before && indexEntry(layout, index, before),
      after: after && indexEntry(layout, index, after),
    };
    if (!sameItem(change.before?.item, change.after?.item)) changes.push(change);
  }
  return changes;
}

export function indexOperations(table: Table, { index, before, after }: IndexChange): BatchOperation[] {
  const prefix = indexPrefix(table.description.TableName, index.IndexName);
  const operations: BatchOperation[] = [];
  if (before && before.key !== after?.key) operations.push({ type: 'del', key: prefix + before.key });
  if (after) operations.push({ type: 'put', key: prefix + after.key, value: after.item });
  return operations;
}

/** An item is in an index only if it has all of its key attributes. */
export function indexEntry(layout: TableLayout, index: IndexLayout, item: Item): IndexEntry | undefined {
  for (const { name } of index.key) if (!item[name]) return undefined;
  return { key: entryKey(index.key, layout.key, item), item: projected(index, item) };
}

function projected({ shown }: IndexLayout, item: Item): Item {
  if (!shown) return item;
  const entry: Item = {};
  for (const name of shown) {
    const value = item[name];
    if (value) entry[name] = value;
  }
  return entry;
}
