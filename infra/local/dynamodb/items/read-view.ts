import { Readable } from 'node:stream';
import { tableNotFound } from '../aws-errors.ts';
import { type CheckedRequest, type Guard, storeOptions } from '../dynalite/dynalite-actions.ts';
import { indexPrefix, itemPrefix, type KeyRange, rangeOf } from '../storage/key-space.ts';
import type { Storage } from '../storage/storage.ts';
import type { IndexLag } from '../tables/index-lag.ts';
import { indexKeySuffix } from '../tables/secondary-indexes.ts';
import type { TableCatalogue } from '../tables/table-catalogue.ts';
import type { Item } from './attribute-value.ts';
import { withOldEntries } from './stale-entries.ts';

type Callback<T> = (error: unknown, value?: T) => void;
type StreamOptions = KeyRange & { reverse?: boolean; limit?: number };

/** What an action read, in order. A single item may be missing. */
export interface Reading {
  tableName: string;
  item: Item | undefined;
}

interface Reader {
  storage: Storage;
  catalogue: TableCatalogue;
  indexLag?: IndexLag;
  request: CheckedRequest;
  /** Where the view notes what was read. */
  readings: Reading[];
  guard: Guard;
}

/** The store as dynalite's reading actions see it. It notes what they read, which decides the capacity they consume. */
export class ReadView {
  readonly options = storeOptions;
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  getTable = (name: string, callback: Callback<object>) => {
    const { catalogue } = this.#reader;
    if (catalogue.has(name)) callback(null, catalogue.get(name).description);
    else callback(tableNotFound());
  };

  getItemDb = (table: string) => ({
    get: (key: string, callback: Callback<Item>) => this.#get(table, key, callback),
    createValueStream: (options: StreamOptions) => this.#stream(table, itemPrefix(table), options),
  });
  getIndexDb = (_type: string, table: string, index: string) => ({
    createValueStream: (options: StreamOptions) =>
      this.#indexStream(table, absoluteRange(indexPrefix(table, index), this.#fromUniqueKey(table, options))),
  });

  #get(tableName: string, key: string, callback: Callback<Item>): void {
    const { storage, readings, guard } = this.#reader;
    guard(() => {
      const item = storage.get<Item>(itemPrefix(tableName) + key);
      readings.push({ tableName, item });
      callback(null, item);
    });
  }

  #stream(tableName: string, prefix: string, options: StreamOptions): Readable {
    return Readable.from(this.#values(tableName, absoluteRange(prefix, options)));
  }

  #indexStream(tableName: string, range: StreamOptions): Readable {
    const { storage, indexLag } = this.#reader;
    const old = indexLag?.oldEntries(range) ?? new Map<string, Item | undefined>();
    if (old.size === 0) return Readable.from(this.#values(tableName, range));
    // Among the first entries that are stored may be some that the reader does not see yet: it stops by itself.
    const stored = storage.entries<Item>({ ...range, limit: -1 });
    return Readable.from(this.#noted(tableName, withOldEntries(stored, old, range.reverse === true)));
  }

  #values(tableName: string, range: StreamOptions): Generator<Item> {
    return this.#noted(tableName, this.#reader.storage.entries<Item>(range));
  }

  *#noted(tableName: string, entries: Iterable<[key: string, item: Item]>): Generator<Item> {
    for (const [, item] of entries) {
      this.#reader.readings.push({ tableName, item });
      yield item;
    }
  }

  /** dynalite continues a page after its own index key; the engine's key is longer (see indexKeySuffix). */
  #fromUniqueKey(table: string, options: StreamOptions): StreamOptions {
    const start = this.#reader.request.ExclusiveStartKey;
    if (!start) return options;
    const suffix = indexKeySuffix(this.#reader.catalogue.get(table).description, start);
    if (options.reverse) return { ...options, lt: `${options.lt}${suffix}` };
    return { ...options, gt: `${options.gt}${suffix}` };
  }
}

function absoluteRange(prefix: string, { gt, gte, lt, lte, reverse, limit }: StreamOptions): StreamOptions {
  const all = rangeOf(prefix);
  const lower = gt !== undefined ? { gt: prefix + gt } : { gte: gte === undefined ? all.gte : prefix + gte };
  const upper = lt !== undefined ? { lt: prefix + lt } : lte !== undefined ? { lte: prefix + lte } : { lt: all.lt };
  return { ...lower, ...upper, reverse: reverse ?? false, limit: limit ?? -1 };
}
