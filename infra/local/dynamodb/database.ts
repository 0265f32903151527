import { ReadersWriterLock } from './lock.ts';
import { ChangeJournal } from './storage/change-journal.ts';
import { Storage } from './storage/storage.ts';
import { TableCatalogue } from './tables/table-catalogue.ts';

/** What every operation works on. Operations that write hold the exclusive lock, those that read a shared one. */
export interface Database {
  storage: Storage;
  catalogue: TableCatalogue;
  journal: ChangeJournal;
  lock: ReadersWriterLock;
}

/** @throws StateInUseError, BrokenStateError */
export async function openDatabase(directory: string | undefined): Promise<Database> {
  const storage = await Storage.open(directory);
  try {
    const catalogue = await TableCatalogue.load(storage);
    return { storage, catalogue, journal: await ChangeJournal.open(storage), lock: new ReadersWriterLock() };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
