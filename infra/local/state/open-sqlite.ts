import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { watchLog } from './checkpoints.ts';

/**
 * Opens a database that this process has to itself, and makes the file where there is none. A commit reaches the
 * operating system before the caller goes on, so it survives `kill -9`. Only this user may read the file. What fills its
 * log is brought into it by another thread, because that waits for the disk.
 * @throws Error with SQLite's `errcode`; `isLocked` tells whether another process has the file
 */
export function openSqlite(path: string): DatabaseSync {
  makePrivate(path);
  return new OwnDatabase(path);
}

/** The other thread has a connection of its own, so that what keeps other processes out is a file beside it. */
class OwnDatabase extends DatabaseSync {
  readonly #lock: DatabaseSync;
  readonly #unwatch: () => void;

  constructor(path: string) {
    super(path);
    const lockPath = `${path}.lock`;
    makePrivate(lockPath);
    this.#lock = new DatabaseSync(lockPath);
    try {
      this.#lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
      this.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT');
      this.#unwatch = watchLog(this, path);
    } catch (error) {
      super.close();
      this.#lock.close();
      throw error;
    }
  }

  override close(): void {
    this.#unwatch();
    super.close();
    this.#lock.close();
  }
}

/** SQLite gives its journal files the mode of the database, so the mode must be right before the first write. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

const SQLITE_BUSY = 5;

export const isLocked = (error: unknown): boolean => (error as { errcode?: number }).errcode === SQLITE_BUSY;
