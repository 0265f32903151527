import { tableNotFound } from '../aws-errors.ts';
import { type BatchOperation, rangeOf, tableKey, tablePrefix } from '../storage/key-space.ts';
import type { Storage } from '../storage/storage.ts';
import type { Table } from './table.ts';
import { layoutOf } from './table-layout.ts';

/** All tables with their settings, held in memory beside the stored copy. */
export class TableCatalogue {
  readonly #tables = new Map<string, Table>();
  readonly #storage: Storage;

  private constructor(storage: Storage) {
    this.#storage = storage;
  }

  static load(storage: Storage): TableCatalogue {
    const catalogue = new TableCatalogue(storage);
    for (const [, table] of storage.entries<Table>(rangeOf(tablePrefix))) {
      catalogue.#tables.set(table.description.TableName, table);
    }
    return catalogue;
  }

  has(name: string): boolean {
    return this.#tables.has(name);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) throw tableNotFound();
    return table;
  }

  partitionKeyOf(name: string, index?: string): string | undefined {
    const table = this.#tables.get(name);
    if (!table) return undefined;
    const { key, indexes } = layoutOf(table.description);
    const ofIndex = () => indexes.find((one) => one.index.IndexName === index)?.key;
    return (index === undefined ? key : ofIndex())?.[0].name;
  }

  /** In the order of their names. */
  names(): string[] {
    return [...this.#tables.keys()].sort();
  }

  save(table: Table, alongWith: BatchOperation[] = []): void {
    const { TableName } = table.description;
    this.#storage.commit([...alongWith, { type: 'put', key: tableKey(TableName), value: table }]);
    this.#tables.set(TableName, table);
  }

  remove(name: string): void {
    this.#storage.commit([{ type: 'del', key: tableKey(name) }]);
    this.#tables.delete(name);
  }
}
