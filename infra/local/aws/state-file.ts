import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openSqlite } from '../state/open-sqlite.ts';

/**
 * Opens the one file that holds schedules, rules, undelivered events, secrets and grants; in memory without a directory.
 *
 * A commit reaches the operating system before the caller goes on, so it survives `kill -9`. Only this user may read
 * the file, as it holds secrets. A second process on the same directory is refused: each would fire every schedule.
 */
export function openState(directory: string | undefined): DatabaseSync {
  if (directory === undefined) return new DatabaseSync(':memory:');

  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'aws.sqlite');
  try {
    return openSqlite(path);
  } catch (error) {
    throw new Error(`${path} can't be opened. Is another local cloud running on this folder? Stop it first.`, {
      cause: error,
    });
  }
}

/** Prepares each statement once. Only for texts that are constants: it keeps every one that it has seen. */
export function statementsOf(database: DatabaseSync): (sql: string) => StatementSync {
  const known = new Map<string, StatementSync>();
  return (sql) => {
    const statement = known.get(sql) ?? database.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
}

/** All of `work`'s writes, or none of them. `work` must be synchronous. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  // A checkpoint between a first read and the first write would refuse the write.
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
