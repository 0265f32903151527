import type { DatabaseSync } from 'node:sqlite';
import type { ConditionBlock, PolicyDocument } from './policy-document.ts';

export interface Role {
  roleArn: string;
  /** Services that may act as this role, e.g. `scheduler.amazonaws.com`. */
  trustedServices: string[];
  trustConditions?: ConditionBlock;
  policies: PolicyDocument[];
}

/**
 * Roles and resource policies, kept over a restart: a schedule that fell due while the process was down fires before
 * the template has been loaded again, and needs its role by then.
 */
export class GrantStore {
  readonly #database: DatabaseSync;
  readonly #roles: Map<string, Role>;
  readonly #resourcePolicies: Map<string, PolicyDocument>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS roles (arn TEXT PRIMARY KEY, body TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS resource_policies (arn TEXT PRIMARY KEY, body TEXT NOT NULL)`);
    this.#roles = this.#load('roles');
    this.#resourcePolicies = this.#load('resource_policies');
  }

  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  resourcePolicy(arn: string): PolicyDocument | undefined {
    return this.#resourcePolicies.get(arn);
  }

  putRole(role: Role): void {
    this.#save('roles', role.roleArn, role);
    this.#roles.set(role.roleArn, role);
  }

  putResourcePolicy(arn: string, policy: PolicyDocument): void {
    this.#save('resource_policies', arn, policy);
    this.#resourcePolicies.set(arn, policy);
  }

  #save(table: 'roles' | 'resource_policies', arn: string, body: unknown): void {
    this.#database.prepare(`INSERT OR REPLACE INTO ${table} (arn, body) VALUES (?, ?)`).run(arn, JSON.stringify(body));
  }

  #load<T>(table: 'roles' | 'resource_policies'): Map<string, T> {
    const rows = this.#database.prepare(`SELECT arn, body FROM ${table}`).all();
    return new Map(rows.map(({ arn, body }) => [String(arn), JSON.parse(String(body)) as T]));
  }
}
