import { ReadersWriterLock } from './lock.ts';
import { ChangeJournal } from './storage/change-journal.ts';
import { Storage } from './storage/storage.ts';
import type { IndexLag } from './tables/index-lag.ts';
import { TableCatalogue } from './tables/table-catalogue.ts';

/** What every operation works on. Operations that write hold the exclusive lock, those that read a shared one. */
export interface Database {
  storage: Storage;
  catalogue: TableCatalogue;
  journal: ChangeJournal;
  lock: ReadersWriterLock;
  /** Where indexes are behind their tables. */
  indexLag?: IndexLag;
}

/** @throws StateInUseError, BrokenStateError */
export function openDatabase(directory: string | undefined, indexLag?: IndexLag): Database {
  const storage = Storage.open(directory);
  try {
    const catalogue = TableCatalogue.load(storage);
    const journal = ChangeJournal.open(storage, indexLag);
    return { storage, catalogue, journal, lock: new ReadersWriterLock(), indexLag };
  } catch (error) {
    storage.close();
    throw error;
  }
}
