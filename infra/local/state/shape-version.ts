import type { DatabaseSync } from 'node:sqlite';
import { FolderOutdatedError } from './state-folder-errors.ts';

/**
 * Marks the data in a folder with its shape. SQLite keeps the number in the header of the database, where it is 0 until
 * it is set.
 * @param shape a whole number from 1
 */
export function writeShape(database: DatabaseSync, shape: number): void {
  if (!Number.isInteger(shape) || shape < 1)
    throw new Error(`The stored shape is a whole number from 1, not ${shape}.`);
  database.exec(`PRAGMA user_version = ${shape}`);
}

/** @throws FolderOutdatedError for data of another shape, or from before shapes had numbers */
export function checkShape(directory: string, database: DatabaseSync, shape: number): void {
  const found = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (found !== shape) throw new FolderOutdatedError(directory, found === 0 ? undefined : found, shape);
}
