import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { statementsOf } from '../state-file.ts';
import type { RuleDefinition, RuleTarget } from './rule-input.ts';

export interface Rule {
  bus: string;
  name: string;
  definition: RuleDefinition;
  /** From when `rate(...)` counts; milliseconds since the epoch. */
  scheduledFrom: number;
}

/** An enabled rule of events. */
export interface Route {
  rule: Rule;
  /** As parsed JSON. */
  pattern: unknown;
  targets: RuleTarget[];
}

const COLUMNS = 'bus, name, definition, scheduled_from AS scheduledFrom';

/** Buses, rules and targets in SQLite. `next_at` is when a rule's own schedule comes next, if it has one. */
export class RuleStore {
  readonly #statement: (sql: string) => StatementSync;
  /** What each event asks for, by bus, until the next change. */
  readonly #routes = new Map<string, Route[]>();

  constructor(database: DatabaseSync) {
    database.exec(`
      CREATE TABLE IF NOT EXISTS event_buses (name TEXT PRIMARY KEY);
      INSERT OR IGNORE INTO event_buses VALUES ('default');
      CREATE TABLE IF NOT EXISTS rules (
        bus TEXT, name TEXT, definition TEXT NOT NULL, scheduled_from INTEGER NOT NULL, next_at INTEGER,
        PRIMARY KEY (bus, name)
      );
      CREATE TABLE IF NOT EXISTS rule_targets (
        bus TEXT, rule TEXT, id TEXT, definition TEXT NOT NULL, PRIMARY KEY (bus, rule, id)
      )`);
    this.#statement = statementsOf(database);
  }

  hasBus(name: string): boolean {
    return this.#statement('SELECT 1 FROM event_buses WHERE name = ?').get(name) !== undefined;
  }

  createBus(name: string): void {
    this.#statement('INSERT INTO event_buses VALUES (?)').run(name);
  }

  putRule({ bus, name, definition, scheduledFrom }: Rule, nextAt: number | undefined): void {
    this.#routes.clear();
    this.#statement(
      'INSERT OR REPLACE INTO rules (bus, name, definition, scheduled_from, next_at) VALUES (?, ?, ?, ?, ?)',
    ).run(bus, name, JSON.stringify(definition), scheduledFrom, nextAt ?? null);
  }

  updateDefinition(bus: string, definition: RuleDefinition): void {
    this.#routes.clear();
    this.#statement('UPDATE rules SET definition = ? WHERE bus = ? AND name = ?').run(
      JSON.stringify(definition),
      bus,
      definition.Name,
    );
  }

  rule(bus: string, name: string): Rule | undefined {
    return this.#select('WHERE bus = ? AND name = ?', bus, name)[0];
  }

  rulesOf(bus: string): Rule[] {
    return this.#select('WHERE bus = ? ORDER BY name', bus);
  }

  /** What events of a bus are compared with, each with where it leads. */
  routesOf(bus: string): Route[] {
    const known = this.#routes.get(bus);
    if (known) return known;
    const routes = this.rulesOf(bus).flatMap((rule) => {
      const { EventPattern, State } = rule.definition;
      if (State !== 'ENABLED' || !EventPattern) return [];
      return [{ rule, pattern: JSON.parse(EventPattern) as unknown, targets: this.targetsOf(bus, rule.name) }];
    });
    this.#routes.set(bus, routes);
    return routes;
  }

  deleteRule(bus: string, name: string): void {
    this.#routes.clear();
    this.#statement('DELETE FROM rules WHERE bus = ? AND name = ?').run(bus, name);
  }

  dueRules(now: number): Rule[] {
    return this.#select('WHERE next_at <= ? ORDER BY next_at', now);
  }

  earliestNext(): number | undefined {
    const row = this.#statement('SELECT min(next_at) AS at FROM rules').get();
    return row?.at === null || row?.at === undefined ? undefined : Number(row.at);
  }

  putTarget(bus: string, rule: string, target: RuleTarget): void {
    this.#routes.clear();
    this.#statement('INSERT OR REPLACE INTO rule_targets VALUES (?, ?, ?, ?)').run(
      bus,
      rule,
      target.Id,
      JSON.stringify(target),
    );
  }

  targetsOf(bus: string, rule: string): RuleTarget[] {
    const rows = this.#statement('SELECT definition FROM rule_targets WHERE bus = ? AND rule = ? ORDER BY id').all(
      bus,
      rule,
    );
    return rows.map((row) => JSON.parse(String(row.definition)));
  }

  deleteTarget(bus: string, rule: string, id: string): void {
    this.#routes.clear();
    this.#statement('DELETE FROM rule_targets WHERE bus = ? AND rule = ? AND id = ?').run(bus, rule, id);
  }

  #select(clause: string, ...values: (string | number)[]): Rule[] {
    const rows = this.#statement(`SELECT ${COLUMNS} FROM rules ${clause}`).all(...values);
    return rows.map((row) => ({ ...row, definition: JSON.parse(String(row.definition)) }) as unknown as Rule);
  }
}
