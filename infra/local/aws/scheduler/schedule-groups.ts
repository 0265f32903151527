import type { DatabaseSync } from 'node:sqlite';

export interface ScheduleGroup {
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** Schedule groups in SQLite; the group `default` is always there. */
export class ScheduleGroups {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec('CREATE TABLE IF NOT EXISTS schedule_groups (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL)');
    this.create('default');
  }

  get(name: string): ScheduleGroup | undefined {
    const row = this.#database
      .prepare('SELECT name, created_at AS createdAt FROM schedule_groups WHERE name = ?')
      .get(name);
    return row as unknown as ScheduleGroup | undefined;
  }

  /** Does nothing when there is such a group. */
  create(name: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO schedule_groups VALUES (?, ?)').run(name, Date.now());
  }

  delete(name: string): void {
    this.#database.prepare('DELETE FROM schedule_groups WHERE name = ?').run(name);
  }
}
