import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { statementsOf } from '../aws/state-file.ts';

/** An asynchronous invocation that Lambda has accepted and not yet finished. Times are milliseconds since the epoch. */
export interface AsyncEvent {
  requestId: string;
  functionArn: string;
  /** JSON. */
  payload: string;
  acceptedAt: number;
  /** When it is to be tried (again). */
  dueAt: number;
  /** Attempts that have failed so far. */
  failures: number;
}

const COLUMNS = `request_id AS requestId, function_arn AS functionArn, payload, accepted_at AS acceptedAt,
  due_at AS dueAt, failures`;

/** Accepted asynchronous invocations in SQLite: what is in here survives `kill -9`. */
export class AsyncEventStore {
  readonly #statement: (sql: string) => StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS async_events (
        request_id TEXT PRIMARY KEY, function_arn TEXT NOT NULL, payload TEXT NOT NULL,
        accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL, failures INTEGER NOT NULL
      );
      CREATE INDEX IF NOT EXISTS async_events_by_due_at ON async_events (due_at)`);
    this.#statement = statementsOf(database);
  }

  add({
    requestId,
    functionArn,
    payload,
    acceptedAt,
  }: Pick<AsyncEvent, 'requestId' | 'functionArn' | 'payload' | 'acceptedAt'>): void {
    this.#statement('INSERT INTO async_events VALUES (?, ?, ?, ?, ?, 0)').run(
      requestId,
      functionArn,
      payload,
      acceptedAt,
      acceptedAt,
    );
  }

  due(now: number, limit: number): AsyncEvent[] {
    const rows = this.#statement(`SELECT ${COLUMNS} FROM async_events WHERE due_at <= ? ORDER BY due_at LIMIT ?`).all(
      now,
      limit,
    );
    return rows as unknown as AsyncEvent[];
  }

  earliestAfter(now: number): number | undefined {
    const row = this.#statement('SELECT min(due_at) AS at FROM async_events WHERE due_at > ?').get(now);
    return typeof row?.at === 'number' ? row.at : undefined;
  }

  retry(requestId: string, dueAt: number, failures: number): void {
    this.#statement('UPDATE async_events SET due_at = ?, failures = ? WHERE request_id = ?').run(
      dueAt,
      failures,
      requestId,
    );
  }

  removeAll(): void {
    this.#statement('DELETE FROM async_events').run();
  }

  remove(requestId: string): void {
    this.#statement('DELETE FROM async_events WHERE request_id = ?').run(requestId);
  }
}
