import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { isLocked, openSqlite } from '../../state/open-sqlite.ts';
import type { BatchOperation, KeyRange } from './key-space.ts';
import { BrokenStateError, StateInUseError } from './state-error.ts';

/** 1 was a LevelDB, whose folders have no such file; 2 had keys of dynalite's. */
const FORMAT = 3;
const FILE = 'tables.sqlite';
/** Entries read at once: few at first, because many readers stop early. */
const FIRST_PAGE = 8;
const PAGE = 100;

type Row = [key: string, value: string];

/** The one SQLite database that holds everything, as JSON under text keys in the order of their bytes. */
export class Storage {
  readonly #database: DatabaseSync;
  readonly #directory: string;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync, directory: string) {
    this.#database = database;
    this.#directory = directory;
  }

  /** @throws StateInUseError, BrokenStateError */
  static open(directory: string | undefined): Storage {
    const database = directory === undefined ? new DatabaseSync(':memory:') : openFile(directory);
    const storage = new Storage(database, directory ?? 'memory');
    try {
      storage.#checkFormat();
    } catch (error) {
      database.close();
      throw storage.#storeError(error);
    }
    return storage;
  }

  get<T>(key: string): T | undefined {
    return this.#guarded(() => {
      const row = this.#statement('SELECT value FROM entry WHERE key = ?').get(key) as [string] | undefined;
      return row && (JSON.parse(row[0]) as T);
    });
  }

  /** All or nothing, also when the process is killed. */
  commit(operations: readonly BatchOperation[]): void {
    if (operations.length === 0) return;
    this.#guarded(() => {
      this.#statement('BEGIN IMMEDIATE').run();
      try {
        for (const operation of operations) this.#write(operation);
        this.#statement('COMMIT').run();
      } catch (error) {
        this.#database.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Entries in key order. Between two of them nothing may be written into the range. */
  *entries<T>(range: KeyRange & { reverse?: boolean; limit?: number }): Generator<[key: string, value: T]> {
    let left = range.limit !== undefined && range.limit >= 0 ? range.limit : Number.POSITIVE_INFINITY;
    let rest: KeyRange & { reverse?: boolean } = range;
    for (let size = FIRST_PAGE; left > 0; size = PAGE) {
      const wanted = Math.min(size, left);
      const page = this.#page(rest, wanted);
      for (const [key, value] of page) yield [key, this.#guarded(() => JSON.parse(value) as T)];
      if (page.length < wanted) return;
      left -= page.length;
      const last = page.at(-1)![0];
      rest = range.reverse ? { ...rest, lt: last, lte: undefined } : { ...rest, gt: last, gte: undefined };
    }
  }

  clear(range: KeyRange): void {
    const { where, bounds } = whereOf(range);
    this.#guarded(() => this.#statement(`DELETE FROM entry${where}`).run(...bounds));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #write(operation: BatchOperation): void {
    if (operation.type === 'del') this.#statement('DELETE FROM entry WHERE key = ?').run(operation.key);
    else {
      this.#statement(
        'INSERT INTO entry (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      ).run(operation.key, JSON.stringify(operation.value));
    }
  }

  #page(range: KeyRange & { reverse?: boolean }, size: number): Row[] {
    const { where, bounds } = whereOf(range);
    const order = range.reverse ? 'DESC' : 'ASC';
    const statement = this.#statement(`SELECT key, value FROM entry${where} ORDER BY key ${order} LIMIT ?`);
    return this.#guarded(() => statement.all(...bounds, size)) as unknown as Row[];
  }

  /** There are as many as there are forms of a range. */
  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }

  #checkFormat(): void {
    const format = (this.#statement('PRAGMA user_version').get() as unknown as [number])[0];
    if (format === FORMAT) return;
    if (format !== 0) throw new BrokenStateError(this.#directory, `it has format ${format}, not ${FORMAT}`);
    if (this.#statement('SELECT 1 FROM sqlite_schema').get()) {
      throw new BrokenStateError(this.#directory, 'the folder holds data of something else');
    }
    // With rows in the order of their coming, a commit touches half as many pages as with rows in that of their keys.
    this.#database.exec(`BEGIN;
      CREATE TABLE entry (key TEXT PRIMARY KEY, value TEXT NOT NULL);
      PRAGMA user_version = ${FORMAT};
      COMMIT`);
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#storeError(error);
    }
  }

  #storeError(error: unknown): unknown {
    const { errcode, message } = error as { errcode?: number; message: string };
    // An extended code holds the plain one in its last byte.
    const isBroken = error instanceof SyntaxError || (errcode !== undefined && BROKEN.has(errcode & 0xff));
    return isBroken ? new BrokenStateError(this.#directory, message, error) : error;
  }
}

/** SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB */
const BROKEN = new Set([10, 11, 14, 26]);

function openFile(directory: string): DatabaseSync {
  const path = join(directory, FILE);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!existsSync(path) && readdirSync(directory).length > 0) {
      throw new BrokenStateError(directory, 'the folder holds data of something else');
    }
    return openSqlite(path);
  } catch (error) {
    if (error instanceof BrokenStateError) throw error;
    if (isLocked(error)) throw new StateInUseError(directory, error);
    const { code, message } = error as Error & { code?: string };
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    throw new BrokenStateError(directory, isFile ? 'a file is where the folder should be' : message, error);
  }
}

function whereOf({ gt, gte, lt, lte }: KeyRange): { where: string; bounds: string[] } {
  const conditions: string[] = [];
  const bounds: string[] = [];
  for (const [operator, bound] of [
    ['>', gt],
    ['>=', gte],
    ['<', lt],
    ['<=', lte],
  ] as const) {
    if (bound === undefined) continue;
    conditions.push(`key ${operator} ?`);
    bounds.push(bound);
  }
  return { where: conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '', bounds };
}
