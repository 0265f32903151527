import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Opens a database that this process has to itself, and makes the file where there is none. A commit reaches the
 * operating system before the caller goes on, so it survives `kill -9`. Only this user may read the file.
 * @throws Error with SQLite's `errcode`; `isLocked` tells whether another process has the file
 */
export function openSqlite(path: string): DatabaseSync {
  // SQLite gives its journal files the mode of the database, so the mode must be right before the first write.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path);
  try {
    database.exec(`PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      BEGIN IMMEDIATE; COMMIT`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const SQLITE_BUSY = 5;

export const isLocked = (error: unknown): boolean => (error as { errcode?: number }).errcode === SQLITE_BUSY;
