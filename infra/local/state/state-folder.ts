import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isLocked, openSqlite } from './open-sqlite.ts';
import { checkShape, writeShape } from './shape-version.ts';
import { FolderBrokenError, FolderForeignError, FolderInUseError, FolderUnusableError } from './state-folder-errors.ts';

/** Where the parts of the local cloud keep what must survive a restart; `undefined` for what is kept in memory. */
export interface StateFolder {
  directory: string | undefined;
  dynamoDb: string | undefined;
  aws: string | undefined;
  logs: string | undefined;
  /** Lambda's accepted events. It also is the lock that keeps a second process out of the folder. */
  database: DatabaseSync;
  close(): void;
}

/** Everything that holds state but for the database; the rest of the folder is made again when it's missing. */
const STATE_FOLDERS = ['dynamodb', 'aws', 'logs'];
/** It marks a folder as a data folder of Herald: nothing deletes it while it can be read. */
const DATABASE_FILE = 'lambda.sqlite';
const PID_FILE = 'pid';

/** For an application that gives its stored shape no number. */
const DEFAULT_SHAPE = 1;

/**
 * Takes a folder for this process, or memory without one.
 * @param shape of what the application stores, a whole number from 1
 * @throws FolderInUseError, FolderBrokenError, FolderOutdatedError, FolderForeignError, FolderUnusableError
 */
export function openStateFolder(directory: string | undefined, shape = DEFAULT_SHAPE): StateFolder {
  if (directory !== undefined) return keep(directory, openCheckedDatabase(directory, shape));
  const database = new DatabaseSync(':memory:');
  const nowhere = { directory: undefined, dynamoDb: undefined, aws: undefined, logs: undefined };
  return { ...nowhere, database, close: () => database.close() };
}

/**
 * Takes a folder for this process, without the state in it. Other files in it stay.
 * @param furtherNames files of the folder that mean nothing without the state
 * @param shape of what the application is going to store, a whole number from 1
 * @throws FolderInUseError, FolderForeignError, FolderUnusableError
 */
export function openEmptyStateFolder(directory: string, furtherNames: string[], shape = DEFAULT_SHAPE): StateFolder {
  const database = openEmptyDatabase(directory);
  // Only now: the lock is held, so no other process works in the folder.
  for (const name of [...STATE_FOLDERS, ...furtherNames]) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
  writeShape(database, shape);
  return keep(directory, database);
}

/**
 * Opens a part that keeps its state in the folder. This process holds the folder's lock, so a failure is the folder's.
 * @throws FolderBrokenError
 */
export async function openedFrom<Options, Opened>(
  directory: string | undefined,
  open: (options: Options) => Promise<Opened>,
  options: Options,
): Promise<Opened> {
  try {
    return await open(options);
  } catch (error) {
    if (directory === undefined) throw error;
    throw new FolderBrokenError(directory, (error as Error).cause ?? error);
  }
}

function keep(directory: string, database: DatabaseSync): StateFolder {
  const pidFile = join(directory, PID_FILE);
  try {
    for (const name of STATE_FOLDERS) mkdirSync(join(directory, name), { recursive: true, mode: 0o700 });
    writeFileSync(pidFile, String(process.pid), { mode: 0o600 });
  } catch (error) {
    database.close();
    throw new FolderBrokenError(directory, error);
  }
  return {
    directory,
    dynamoDb: join(directory, 'dynamodb'),
    aws: join(directory, 'aws'),
    logs: join(directory, 'logs'),
    database,
    close() {
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

function openCheckedDatabase(directory: string, shape: number): DatabaseSync {
  const database = openLockedDatabase(directory);
  try {
    // The folders come after the mark, so without them nothing was stored yet.
    const isEmpty = !STATE_FOLDERS.some((name) => existsSync(join(directory, name)));
    if (isEmpty) writeShape(database, shape);
    else checkShape(directory, database, shape);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openEmptyDatabase(directory: string): DatabaseSync {
  try {
    const database = openLockedDatabase(directory);
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    for (const { name } of tables) database.exec(`DROP TABLE "${name}"`);
    return database;
  } catch (error) {
    // A broken database is a reason to empty the folder.
    if (!(error instanceof FolderBrokenError)) throw error;
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(directory, DATABASE_FILE + end), { force: true, recursive: true });
    return openLockedDatabase(directory, { isOurs: true });
  }
}

function openLockedDatabase(directory: string, { isOurs = false } = {}): DatabaseSync {
  const path = join(directory, DATABASE_FILE);
  try {
    // It holds platform credentials.
    // Node's recursive mkdir never ends below a parent that takes no folders, such as /proc.
    const recursive = !existsSync(dirname(resolve(directory)));
    if (!existsSync(directory)) mkdirSync(directory, { recursive, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    if (!isOurs && !existsSync(path) && readdirSync(directory).length > 0) throw new FolderForeignError(directory);
    // Also one that was there, or came out of a backup.
    chmodSync(directory, 0o700);
  } catch (error) {
    throw error instanceof FolderForeignError ? error : new FolderUnusableError(directory, error);
  }
  try {
    return openSqlite(path);
  } catch (error) {
    if (isLocked(error)) throw new FolderInUseError(directory, pidOf(directory), error);
    const isSqlites = (error as { errcode?: number }).errcode !== undefined;
    throw isSqlites ? new FolderBrokenError(directory, error) : new FolderUnusableError(directory, error);
  }
}

function pidOf(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, PID_FILE), 'utf8');
  } catch {
    return undefined;
  }
}
