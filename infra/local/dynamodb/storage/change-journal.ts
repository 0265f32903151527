import { isRecorded, streamRecord, type UserIdentity } from '../streams/stream-record.ts';
import type { IndexLag } from '../tables/index-lag.ts';
import { type Change, changeOperations } from './change.ts';
import { type BatchOperation, paddedSequence, recordKey, SEQUENCE_KEY } from './key-space.ts';
import type { Storage } from './storage.ts';

/** Commits changes: items, index entries, expiries and stream records in one batch, in one order for all tables. */
export class ChangeJournal {
  readonly #storage: Storage;
  readonly #listeners = new Set<(tableName: string) => void>();
  readonly #indexLag: IndexLag | undefined;
  #lastSequence: number;

  private constructor(storage: Storage, lastSequence: number, indexLag: IndexLag | undefined) {
    this.#storage = storage;
    this.#lastSequence = lastSequence;
    this.#indexLag = indexLag;
  }

  static open(storage: Storage, indexLag?: IndexLag): ChangeJournal {
    // Kept apart from the records, because numbers have to go on rising after the last record was trimmed.
    return new ChangeJournal(storage, storage.get<number>(SEQUENCE_KEY) ?? 0, indexLag);
  }

  onRecords(listener: (tableName: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `alongWith` is stored in the same batch. */
  commit(changes: Change[], alongWith: BatchOperation[] = [], userIdentity?: UserIdentity): void {
    const real = changes.filter(({ changed }) => changed);
    const recorded = real.filter(isRecorded);
    const operations = [...real.flatMap(changeOperations), ...alongWith];
    for (const change of recorded) {
      const sequenceNumber = paddedSequence(++this.#lastSequence);
      const key = recordKey(change.table.description.TableName, sequenceNumber);
      operations.push({ type: 'put', key, value: streamRecord(change, sequenceNumber, userIdentity) });
    }
    if (recorded.length > 0) operations.push({ type: 'put', key: SEQUENCE_KEY, value: this.#lastSequence });
    this.#storage.commit(operations);
    this.#indexLag?.note(real);
    for (const tableName of new Set(recorded.map(({ table }) => table.description.TableName)))
      this.#announce(tableName);
  }

  #announce(tableName: string): void {
    for (const listener of this.#listeners) queueMicrotask(() => listener(tableName));
  }
}
