import type { Database } from '../database.ts';
import { everyIndexPrefix, expiryPrefix, itemPrefix, rangeOf, recordPrefix } from '../storage/key-space.ts';

/** Drops the items of all tables with their index entries and expiries, and the stream records that are kept. */
export function emptyTables({ catalogue, storage }: Database): void {
  for (const name of catalogue.names()) {
    for (const prefix of [itemPrefix(name), everyIndexPrefix(name), expiryPrefix(name), recordPrefix(name)]) {
      storage.clear(rangeOf(prefix));
    }
  }
}
