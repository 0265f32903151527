import type { Change } from '../storage/change.ts';
import type { IndexChange } from '../tables/secondary-indexes.ts';
import type { Table } from '../tables/table.ts';
import type { Item } from './attribute-value.ts';
import { itemSize } from './item-size.ts';

export type CapacityMode = 'TOTAL' | 'INDEXES' | 'NONE' | undefined;

/** One unit for each started KB of the largest image, and one when there is none. */
export function writeUnits(...sizes: number[]): number {
  return Math.max(1, Math.ceil(Math.max(...sizes) / 1024));
}

const sizeOf = (item: Item | undefined) => (item ? itemSize(item) : 0);

/** One unit for each started 4 KB, and one for nothing found; half of it when eventually consistent. */
export function readUnits(bytes: number, consistent: boolean | undefined): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}

/** Inserting, removing and changing an entry is one write of its size; moving it is a removal and an insertion. */
function indexWriteUnits({ before, after }: IndexChange): number {
  const [old, next] = [sizeOf(before?.item), sizeOf(after?.item)];
  if (!before || !after || before.key === after.key) return writeUnits(old, next);
  return writeUnits(old) + writeUnits(next);
}

/**
 * The `ConsumedCapacity` of a call, one entry for each table; undefined when the caller didn't ask for it.
 * `kind` adds the split into read and write units that only transactions answer.
 */
export function capacityReport(
  mode: CapacityMode,
  consume: (consumed: ConsumedCapacity) => void,
  kind?: 'Read' | 'Write',
): object[] | undefined {
  if (mode !== 'TOTAL' && mode !== 'INDEXES') return undefined;
  const consumed = new ConsumedCapacity();
  consume(consumed);
  return consumed.report(mode, kind);
}

/** Adds up what one call consumes, per table and index. */
export class ConsumedCapacity {
  readonly #tables = new Map<string, { table: number; indexes: Map<string, number> }>();

  addTable(tableName: string, units: number): void {
    this.#of(tableName).table += units;
  }

  addIndex({ description }: Table, indexName: string, units: number): void {
    const consumed = this.#of(description.TableName);
    consumed.indexes.set(indexName, (consumed.indexes.get(indexName) ?? 0) + units);
  }

  /**
   * A transaction prepares and commits each item and so counts it twice, but not its index entries. (AWS documents
   * only the former; the authors of the dynamodb-conformance suite measured both.)
   */
  addWrite({ table, sizeBefore, sizeAfter, indexChanges }: Change, transactional = false): void {
    this.addTable(table.description.TableName, writeUnits(sizeBefore, sizeAfter) * (transactional ? 2 : 1));
    for (const change of indexChanges) this.addIndex(table, change.index.IndexName, indexWriteUnits(change));
  }

  report(mode: 'TOTAL' | 'INDEXES', kind: 'Read' | 'Write' | undefined): object[] {
    const amount = (units: number) => ({ CapacityUnits: units, ...(kind && { [`${kind}CapacityUnits`]: units }) });
    return [...this.#tables].map(([TableName, { table, indexes }]) => {
      const total = { TableName, ...amount([...indexes.values()].reduce((sum, units) => sum + units, table)) };
      if (mode === 'TOTAL') return total;
      const GlobalSecondaryIndexes = Object.fromEntries([...indexes].map(([name, units]) => [name, amount(units)]));
      return { ...total, Table: amount(table), ...(indexes.size > 0 && { GlobalSecondaryIndexes }) };
    });
  }

  #of(tableName: string): { table: number; indexes: Map<string, number> } {
    const known = this.#tables.get(tableName);
    if (known) return known;
    const consumed = { table: 0, indexes: new Map<string, number>() };
    this.#tables.set(tableName, consumed);
    return consumed;
  }
}
