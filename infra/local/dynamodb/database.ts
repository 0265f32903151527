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
export async function openDatabase(directory: string | undefined, indexLag?: IndexLag): Promise<Database> {
  const storage = await Storage.open(directory);
  try {
    const catalogue = await TableCatalogue.load(storage);
    const journal = await ChangeJournal.open(storage, indexLag);
    return { storage, catalogue, journal, lock: new ReadersWriterLock(), indexLag };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
