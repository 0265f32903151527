import { ChangeJournal } from './storage/change-journal.ts';
import { Storage } from './storage/storage.ts';
import type { IndexLag } from './tables/index-lag.ts';
import { TableCatalogue } from './tables/table-catalogue.ts';

/**
 * What every operation works on. Each runs from its first read to its commit without a pause, so all are serialisable,
 * which is what DynamoDB promises for transactions.
 */
export interface Database {
  storage: Storage;
  catalogue: TableCatalogue;
  journal: ChangeJournal;
  /** Where indexes are behind their tables. */
  indexLag?: IndexLag;
}

/** @throws StateInUseError, BrokenStateError */
export function openDatabase(directory: string | undefined, indexLag?: IndexLag): Database {
  const storage = Storage.open(directory);
  try {
    const catalogue = TableCatalogue.load(storage);
    const journal = ChangeJournal.open(storage, indexLag);
    return { storage, catalogue, journal, indexLag };
  } catch (error) {
    storage.close();
    throw error;
  }
}
