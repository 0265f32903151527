import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { statementsOf } from '../state-file.ts';
import type { BusEvent } from './bus-event.ts';
import type { RuleTarget } from './rule-input.ts';

/** One event on its way to one target. */
export interface EventDelivery {
  id: number;
  rule: { bus: string; name: string };
  target: RuleTarget;
  event: BusEvent;
  /** Failed attempts so far. */
  failures: number;
  /** Milliseconds since the epoch. */
  firstAttemptAt: number | null;
}

/** Accepted events that haven't reached all their targets; an event is here before PutEvents answers. */
export class DeliveryStore {
  readonly #statement: (sql: string) => StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS event_deliveries (
        id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, target TEXT NOT NULL, event TEXT NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0, first_attempt_at INTEGER, attempt_at INTEGER NOT NULL
      );
      CREATE INDEX IF NOT EXISTS event_deliveries_by_attempt ON event_deliveries (attempt_at)`);
    this.#statement = statementsOf(database);
  }

  add({ rule, target, event }: Pick<EventDelivery, 'rule' | 'target' | 'event'>): void {
    this.#statement('INSERT INTO event_deliveries (rule, target, event, attempt_at) VALUES (?, ?, ?, ?)').run(
      JSON.stringify({ bus: rule.bus, name: rule.name }),
      JSON.stringify(target),
      JSON.stringify(event),
      Date.now(),
    );
  }

  due(now: number, limit: number): EventDelivery[] {
    const rows = this.#statement(`
        SELECT id, rule, target, event, failures, first_attempt_at AS firstAttemptAt FROM event_deliveries
        WHERE attempt_at <= ? ORDER BY attempt_at, id LIMIT ?`).all(now, limit);
    return rows.map(({ id, rule, target, event, failures, firstAttemptAt }) => ({
      id: Number(id),
      rule: JSON.parse(String(rule)),
      target: JSON.parse(String(target)),
      event: JSON.parse(String(event)),
      failures: Number(failures),
      firstAttemptAt: firstAttemptAt === null ? null : Number(firstAttemptAt),
    }));
  }

  earliestAfter(now: number): number | undefined {
    const row = this.#statement('SELECT min(attempt_at) AS at FROM event_deliveries WHERE attempt_at > ?').get(now);
    return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
  }

  retry({ id }: EventDelivery, at: number, failures: number, firstAttemptAt: number): void {
    this.#statement('UPDATE event_deliveries SET attempt_at = ?, failures = ?, first_attempt_at = ? WHERE id = ?').run(
      at,
      failures,
      firstAttemptAt,
      id,
    );
  }

  removeAll(): void {
    this.#statement('DELETE FROM event_deliveries').run();
  }

  remove({ id }: EventDelivery): void {
    this.#statement('DELETE FROM event_deliveries WHERE id = ?').run(id);
  }
}
