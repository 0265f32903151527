import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { statementsOf } from '../state-file.ts';
import type { ScheduleDefinition, ScheduleKey } from './schedule-input.ts';

/** A stored schedule; moments are milliseconds since the epoch. */
export interface Schedule {
  group: string;
  name: string;
  definition: ScheduleDefinition;
  createdAt: number;
  modifiedAt: number;
  /** New with each update, so that a delivery of the old definition can't finish the new one. */
  revision: string;
  clientToken: string | null;
  scheduledAt: number;
  executionId: string;
  /** Failed attempts of the current execution. */
  failures: number;
  firstAttemptAt: number | null;
}

export interface NewSchedule extends ScheduleKey {
  definition: ScheduleDefinition;
  scheduledAt: number;
  fireAt: number;
  clientToken: string | null;
}

const COLUMNS = `group_name AS "group", name, definition, created_at AS createdAt, modified_at AS modifiedAt, revision,
  client_token AS clientToken, scheduled_at AS scheduledAt, execution_id AS executionId, failures,
  first_attempt_at AS firstAttemptAt`;

const SAME_REVISION = 'WHERE group_name = ? AND name = ? AND revision = ?';

/** Schedules in SQLite. `fire_at` is the next attempt, and empty for what is disabled or has completed. */
export class ScheduleStore {
  readonly #statement: (sql: string) => StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS schedules (
        group_name TEXT, name TEXT, definition TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL,
        modified_at INTEGER NOT NULL, revision TEXT NOT NULL, client_token TEXT, scheduled_at INTEGER NOT NULL,
        fire_at INTEGER, execution_id TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0, first_attempt_at INTEGER,
        PRIMARY KEY (group_name, name)
      );
      CREATE INDEX IF NOT EXISTS schedules_by_fire_at ON schedules (fire_at) WHERE fire_at IS NOT NULL`);
    this.#statement = statementsOf(database);
  }

  get({ GroupName, Name }: ScheduleKey): Schedule | undefined {
    return this.#select('WHERE group_name = ? AND name = ?', GroupName, Name)[0];
  }

  /** Creates the schedule, or replaces it whole and keeps the time of its creation. */
  put({ GroupName, Name, definition, scheduledAt, fireAt, clientToken }: NewSchedule): void {
    const now = Date.now();
    this.#statement(`
        INSERT INTO schedules (group_name, name, definition, state, created_at, modified_at, revision, client_token,
          scheduled_at, fire_at, execution_id)
        VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT DO UPDATE SET definition = ?3, state = ?4, modified_at = ?5, revision = ?6, client_token = ?7,
          scheduled_at = ?8, fire_at = ?9, execution_id = ?10, failures = 0, first_attempt_at = NULL`).run(
      GroupName,
      Name,
      JSON.stringify(definition),
      definition.State,
      now,
      randomUUID(),
      clientToken,
      scheduledAt,
      definition.State === 'ENABLED' ? fireAt : null,
      randomUUID(),
    );
  }

  /** @returns whether there was such a schedule */
  delete({ GroupName, Name }: ScheduleKey): boolean {
    const { changes } = this.#statement('DELETE FROM schedules WHERE group_name = ? AND name = ?').run(GroupName, Name);
    return changes > 0;
  }

  deleteGroup(group: string): void {
    this.#statement('DELETE FROM schedules WHERE group_name = ?').run(group);
  }

  deleteAll(): void {
    this.#statement('DELETE FROM schedules').run();
  }

  /** In order of group and name, after the given one. */
  list(filter: {
    group?: string;
    namePrefix?: string;
    state?: string;
    after: [string, string];
    limit: number;
  }): Schedule[] {
    return this.#select(
      `WHERE (group_name, name) > (?1, ?2) AND (?3 IS NULL OR group_name = ?3) AND (?4 IS NULL OR state = ?4)
        AND substr(name, 1, length(?5)) = ?5 ORDER BY group_name, name LIMIT ?6`,
      ...filter.after,
      filter.group ?? null,
      filter.state ?? null,
      filter.namePrefix ?? '',
      filter.limit,
    );
  }

  due(now: number, limit: number): Schedule[] {
    return this.#select('WHERE fire_at <= ? ORDER BY fire_at LIMIT ?', now, limit);
  }

  earliestAfter(now: number): number | undefined {
    const row = this.#statement('SELECT min(fire_at) AS at FROM schedules WHERE fire_at > ?').get(now);
    return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
  }

  retry({ group, name, revision }: Schedule, at: number, failures: number, firstAttemptAt: number): void {
    this.#statement(`UPDATE schedules SET fire_at = ?, failures = ?, first_attempt_at = ? ${SAME_REVISION}`).run(
      at,
      failures,
      firstAttemptAt,
      group,
      name,
      revision,
    );
  }

  /** Without an attempt: only its moment moves. */
  putOff({ group, name, revision }: Schedule, at: number): void {
    this.#statement(`UPDATE schedules SET fire_at = ? ${SAME_REVISION}`).run(at, group, name, revision);
  }

  /** The execution is over, delivered or given up. */
  complete({ group, name, revision, definition }: Schedule): void {
    const change =
      definition.ActionAfterCompletion === 'DELETE' ? 'DELETE FROM schedules' : 'UPDATE schedules SET fire_at = NULL';
    this.#statement(`${change} ${SAME_REVISION}`).run(group, name, revision);
  }

  #select(clause: string, ...values: (string | number | null)[]): Schedule[] {
    const rows = this.#statement(`SELECT ${COLUMNS} FROM schedules ${clause}`).all(...values);
    return rows.map((row) => ({ ...row, definition: JSON.parse(String(row.definition)) }) as unknown as Schedule);
  }
}
