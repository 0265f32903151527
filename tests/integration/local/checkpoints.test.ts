import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { isLocked, openSqlite } from '../../../infra/local/state/open-sqlite.ts';
import { temporaryFolder } from './support.ts';

const MEGABYTE = 1024 * 1024;

it('the log of a database with much to write is brought in by another thread, without a refused or lost write', async () => {
  const path = join(temporaryFolder(), 'busy.sqlite');
  const database = openSqlite(path);
  database.exec('CREATE TABLE entry (id INTEGER PRIMARY KEY, value TEXT)');
  const insert = database.prepare('INSERT INTO entry (value) VALUES (?)');
  const logBytes = () => statSync(`${path}-wal`).size;
  const value = 'x'.repeat(50_000);
  let written = 0;
  const write = () => {
    insert.run(value);
    written += 1;
  };
  while (logBytes() < 12 * MEGABYTE) write();
  await vi.waitUntil(
    async () => {
      write();
      await turn();
      return logBytes() < MEGABYTE;
    },
    { timeout: 20_000, interval: 1 },
  );
  for (let more = 0; more < 20; more++) write();
  expect(database.prepare('SELECT count(*) AS count FROM entry').get()).toEqual({ count: written });
  database.close();

  const reader = new DatabaseSync(path);
  expect(reader.prepare('SELECT count(*) AS count FROM entry').get()).toEqual({ count: written });
  expect(reader.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  reader.close();
});

it('a database that another thread works in is still refused to everyone else, and free when it is closed', () => {
  const path = join(temporaryFolder(), 'busy.sqlite');
  const database = openSqlite(path);
  let refusal: unknown;
  try {
    openSqlite(path);
  } catch (error) {
    refusal = error;
  }
  expect(isLocked(refusal)).toBe(true);
  database.close();
  openSqlite(path).close();
});
