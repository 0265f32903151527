import type { DatabaseSync } from 'node:sqlite';

/** A secret without its values; moments are milliseconds since the epoch. */
export interface Secret {
  arn: string;
  name: string;
  description: string | null;
  kmsKeyId: string | null;
  createdAt: number;
  changedAt: number;
  /** Set while the secret waits for its deletion: when it was marked, and when it goes. */
  deletedAt: number | null;
  purgeAt: number | null;
}

export interface SecretVersion {
  versionId: string;
  secretString: string | null;
  /** Base64. */
  secretBinary: string | null;
  createdAt: number;
  stages: string[];
}

const COLUMNS = `arn, name, description, kms_key_id AS kmsKeyId, created_at AS createdAt, changed_at AS changedAt,
  deleted_at AS deletedAt, purge_at AS purgeAt`;

const MAX_VERSIONS = 100;

/** Secrets and their versions in SQLite. */
export class SecretStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS secrets (
        arn TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, description TEXT, kms_key_id TEXT,
        created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, deleted_at INTEGER, purge_at INTEGER
      );
      CREATE TABLE IF NOT EXISTS secret_versions (
        number INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL, version_id TEXT NOT NULL, secret_string TEXT,
        secret_binary TEXT, created_at INTEGER NOT NULL, stages TEXT NOT NULL, UNIQUE (arn, version_id)
      )`);
  }

  /** By name, ARN, or ARN without its random suffix. Secrets whose recovery window has ended are gone. */
  find(id: string): Secret | undefined {
    for (const { arn } of this.#database.prepare('SELECT arn FROM secrets WHERE purge_at <= ?').all(Date.now())) {
      this.delete(String(arn));
    }
    const row = this.#database
      .prepare(`SELECT ${COLUMNS} FROM secrets WHERE name = ?1 OR arn = ?1 OR substr(arn, 1, length(arn) - 7) = ?1`)
      .get(id);
    return row as unknown as Secret | undefined;
  }

  put(secret: Secret): void {
    const { arn, name, description, kmsKeyId, createdAt, changedAt, deletedAt, purgeAt } = secret;
    this.#database
      .prepare('INSERT OR REPLACE INTO secrets VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(arn, name, description, kmsKeyId, createdAt, changedAt, deletedAt, purgeAt);
  }

  delete(arn: string): void {
    this.#database.prepare('DELETE FROM secret_versions WHERE arn = ?').run(arn);
    this.#database.prepare('DELETE FROM secrets WHERE arn = ?').run(arn);
  }

  /** Oldest first. */
  versions(arn: string): SecretVersion[] {
    const rows = this.#database
      .prepare(`
        SELECT version_id AS versionId, secret_string AS secretString, secret_binary AS secretBinary,
          created_at AS createdAt, stages FROM secret_versions WHERE arn = ? ORDER BY number`)
      .all(arn);
    return rows.map((row) => ({ ...row, stages: JSON.parse(String(row.stages)) }) as unknown as SecretVersion);
  }

  addVersion(arn: string, { versionId, secretString, secretBinary, createdAt, stages }: SecretVersion): void {
    this.#database
      .prepare(`
        INSERT INTO secret_versions (arn, version_id, secret_string, secret_binary, created_at, stages)
        VALUES (?, ?, ?, ?, ?, ?)`)
      .run(arn, versionId, secretString, secretBinary, createdAt, JSON.stringify(stages));
    this.#dropDeprecated(arn);
  }

  setStages(arn: string, versionId: string, stages: string[]): void {
    this.#database
      .prepare('UPDATE secret_versions SET stages = ? WHERE arn = ? AND version_id = ?')
      .run(JSON.stringify(stages), arn, versionId);
  }

  /** AWS keeps versions without a stage for a while; of more than a hundred the oldest go. */
  #dropDeprecated(arn: string): void {
    const versions = this.versions(arn);
    const deprecated = versions.filter(({ stages }) => stages.length === 0);
    for (const { versionId } of deprecated.slice(0, Math.max(0, versions.length - MAX_VERSIONS))) {
      this.#database.prepare('DELETE FROM secret_versions WHERE arn = ? AND version_id = ?').run(arn, versionId);
    }
  }
}
