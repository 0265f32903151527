import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** A symmetric key that never leaves this store. */
export interface StoredKey {
  /** A UUID; the last part of the key's ARN. */
  id: string;
  material: Buffer;
}

const KEY_BYTES = 32;

export class KeyStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`CREATE TABLE IF NOT EXISTS kms_key (id TEXT PRIMARY KEY, material BLOB NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS kms_alias (name TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT`);
  }

  make(id: string): void {
    this.#database.prepare('INSERT INTO kms_key (id, material) VALUES (?, ?)').run(id, randomBytes(KEY_BYTES));
  }

  /** @returns whether the name was free */
  name(alias: string, id: string): boolean {
    const insert = this.#database.prepare('INSERT INTO kms_alias (name, id) VALUES (?, ?) ON CONFLICT DO NOTHING');
    return insert.run(alias, id).changes === 1;
  }

  /** @param name the key's id, its ARN, or one of its aliases (`alias/…`) */
  find(name: string): StoredKey | undefined {
    const alias = this.#database.prepare('SELECT id FROM kms_alias WHERE name = ?').get(name);
    const id = alias === undefined ? (name.split('/').at(-1) ?? '') : String(alias.id);
    const row = this.#database.prepare('SELECT id, material FROM kms_key WHERE id = ?').get(id);
    return row && { id: String(row.id), material: Buffer.from(row.material as Uint8Array) };
  }
}
