import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { NewPost } from '../../beside/load-process.ts';
import type { Servers } from './servers.ts';

export interface Post extends NewPost {
  id: string;
  status: 'scheduled' | 'publishing' | 'published';
  externalId: string | null;
  publishedAt: string | null;
}

const CONNECTIONS = 20;
const TRIES = 100;
const SCHEMA = `
  CREATE TABLE posts (
    id uuid PRIMARY KEY,
    platform_id text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    scheduled_for timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'scheduled',
    external_id text,
    published_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX ON posts (created_at);
`;
const COLUMNS = `id, platform_id AS "platformId", title, body, scheduled_for AS "scheduledFor", status,
  external_id AS "externalId", published_at AS "publishedAt"`;

/** The posts in PostgreSQL. */
export class Posts {
  readonly #pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Waits until the server is there. */
  static async open(connection: Servers['postgres']): Promise<Posts> {
    const pool = new pg.Pool({ ...connection, max: CONNECTIONS });
    // Of a connection that nobody uses: the next query opens another.
    pool.on('error', () => {});
    for (let tries = 1; ; tries += 1) {
      try {
        await pool.query(SCHEMA);
        return new Posts(pool);
      } catch (error) {
        if (tries === TRIES) throw error;
        await wait(100);
      }
    }
  }

  async insert({ platformId, title, body, scheduledFor }: NewPost): Promise<Post> {
    const { rows } = await this.#pool.query({
      name: 'insert',
      text: `INSERT INTO posts (id, platform_id, title, body, scheduled_for) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
      values: [randomUUID(), platformId, title, body, scheduledFor],
    });
    return rows[0];
  }

  async read(id: string): Promise<Post | undefined> {
    const text = `SELECT ${COLUMNS} FROM posts WHERE id = $1`;
    return (await this.#pool.query({ name: 'read', text, values: [id] })).rows[0];
  }

  async list(limit: number): Promise<Post[]> {
    const text = `SELECT ${COLUMNS} FROM posts ORDER BY created_at DESC LIMIT $1`;
    return (await this.#pool.query({ name: 'list', text, values: [limit] })).rows;
  }

  /** @returns nothing where the post is published already */
  async begin(id: string): Promise<Post | undefined> {
    const text = `UPDATE posts SET status = 'publishing' WHERE id = $1 AND status <> 'published' RETURNING ${COLUMNS}`;
    return (await this.#pool.query({ name: 'begin', text, values: [id] })).rows[0];
  }

  async finish(id: string, externalId: string): Promise<void> {
    const text = "UPDATE posts SET status = 'published', external_id = $2, published_at = now() WHERE id = $1";
    await this.#pool.query({ name: 'finish', text, values: [id, externalId] });
  }

  async unpublished(): Promise<number> {
    return Number((await this.#pool.query("SELECT count(*) FROM posts WHERE status <> 'published'")).rows[0].count);
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
