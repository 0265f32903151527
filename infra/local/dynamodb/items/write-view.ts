import { storeOptions } from '../dynalite/dynalite-actions.ts';
import type { Table } from '../tables/table.ts';
import type { Item } from './attribute-value.ts';

type Callback<T> = (error: unknown, value?: T) => void;

/**
 * The store as dynalite sees it while it writes one item: the real item to read, and a note instead of each write.
 * Nothing is stored until the notes of a whole request go out as one batch, so nothing ever has to be rolled back.
 * Index entries follow from the item before and after, so dynalite's own index writes are dropped.
 */
export class WriteView {
  readonly options = storeOptions;
  after: Item | undefined;
  readonly #table: Table;
  readonly #before: Item | undefined;

  constructor(table: Table, before: Item | undefined) {
    this.#table = table;
    this.#before = before;
  }

  getTable = (_name: string, callback: Callback<object>) => callback(null, this.#table.description);

  getItemDb = () => ({
    // The engine's own lock is held already.
    lock: <T>(_key: string, work: (release: (callback: T) => T) => void) => work((callback) => callback),
    get: (_key: string, callback: Callback<Item>) => callback(null, this.#before),
    put: (_key: string, item: Item, callback: Callback<void>) => {
      this.after = item;
      callback(null);
    },
    del: (_key: string, callback: Callback<void>) => {
      this.after = undefined;
      callback(null);
    },
  });

  getIndexDb = () => ({
    put: (_key: string, _entry: Item, callback: Callback<void>) => callback(null),
    del: (_key: string, callback: Callback<void>) => callback(null),
  });
}
