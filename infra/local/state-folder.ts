import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process runs on the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';

  constructor(directory: string, pid: string | undefined, cause: unknown) {
    const who = pid ? `the Herald with process id ${pid}` : 'another Herald';
    super(`The data folder ${directory} is in use by ${who}: stop it, or choose another folder with --data.`, {
      cause,
    });
  }
}

/** The folder can't be used as it is. */
export class FolderBrokenError extends Error {
  override readonly name = 'FolderBrokenError';

  constructor(directory: string, cause: unknown) {
    const detail = (cause as Error).message;
    super(
      `The data folder ${directory} can't be used (${detail}): restore it, or start with an empty one by --fresh.`,
      { cause },
    );
  }
}

/** Where the parts of the local cloud keep what must survive a restart; `undefined` for what is kept in memory. */
export interface StateFolder {
  dynamoDb: string | undefined;
  aws: string | undefined;
  logs: string | undefined;
  /** Lambda's accepted events. It also is the lock that keeps a second process out of the folder. */
  database: DatabaseSync;
  close(): void;
}

/** Everything that holds state; the rest of the folder is made again when it's missing. */
const STATE_NAMES = ['dynamodb', 'aws', 'lambda.sqlite', 'lambda.sqlite-wal', 'lambda.sqlite-shm', 'logs'];
const PID_FILE = 'pid';

/**
 * Takes a folder for this process, or memory without one.
 * @throws FolderInUseError, FolderBrokenError
 */
export function openStateFolder(directory: string | undefined): StateFolder {
  if (directory === undefined) {
    const database = new DatabaseSync(':memory:');
    return { dynamoDb: undefined, aws: undefined, logs: undefined, database, close: () => database.close() };
  }
  const database = openLockedDatabase(directory);
  const pidFile = join(directory, PID_FILE);
  writeFileSync(pidFile, String(process.pid));
  return {
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

/** Says beforehand what `openStateFolder` would. @throws FolderInUseError, FolderBrokenError */
export function checkStateFolder(directory: string): void {
  openLockedDatabase(directory).close();
}

/** Deletes all state in a folder that no process uses. Other files in it stay. @throws FolderInUseError */
export function emptyStateFolder(directory: string, furtherNames: string[]): void {
  try {
    checkStateFolder(directory);
  } catch (error) {
    // A broken folder is a reason to empty it.
    if (error instanceof FolderInUseError) throw error;
  }
  for (const name of [...STATE_NAMES, PID_FILE, ...furtherNames]) {
    rmSync(join(directory, name), { recursive: true, force: true });
  }
}

/**
 * Opens what keeps state in a folder of this process. Nobody else has it open, so whatever goes wrong is the folder's.
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

function openLockedDatabase(directory: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    // It holds platform credentials.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(join(directory, 'lambda.sqlite'));
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT',
    );
    return database;
  } catch (error) {
    database?.close();
    const isLocked = (error as { errcode?: number }).errcode === SQLITE_BUSY;
    throw isLocked ? new FolderInUseError(directory, pidOf(directory), error) : new FolderBrokenError(directory, error);
  }
}

const SQLITE_BUSY = 5;

function pidOf(directory: string): string | undefined {
  try {
    return readFileSync(join(directory, PID_FILE), 'utf8');
  } catch {
    return undefined;
  }
}
