import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

/**
 * A checkpoint brings what the write-ahead log holds into the database and waits for the disk, 50 to 200 ms on a busy
 * machine. SQLite does it in the commit that fills the log; here a thread does it, so that nobody waits for it.
 */
const LOG_BYTES = 8 * 1024 * 1024;
const LOOK_MILLISECONDS = 500;
/** Where the thread did not come to it, SQLite does it as ever: the log stays below 64 MB. */
const LAST_RESORT_PAGES = 16_000;
/** At the end of its work the thread holds writers up for a moment, and they wait. */
const PATIENCE_MILLISECONDS = 10_000;

let thread: Worker | undefined;
/** Logs that the thread has been told of. */
const asked = new Set<string>();

/**
 * Keeps the log of a database short from now on.
 * @returns a function that ends it
 */
export function watchLog(database: DatabaseSync, path: string): () => void {
  database.exec(`PRAGMA wal_autocheckpoint = ${LAST_RESORT_PAGES}; PRAGMA journal_size_limit = ${LOG_BYTES / 2};
    PRAGMA busy_timeout = ${PATIENCE_MILLISECONDS}`);
  const timer = setInterval(() => {
    const { size } = statSync(`${path}-wal`, { throwIfNoEntry: false }) ?? { size: 0 };
    if (size > LOG_BYTES && !asked.has(path)) ask(path);
  }, LOOK_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}

function ask(path: string): void {
  asked.add(path);
  thread ??= start();
  thread.postMessage(path);
}

function start(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1 };
  const worker = new Worker(new URL('./checkpoint-worker.mjs', import.meta.url), { execArgv: [], resourceLimits });
  worker.unref();
  worker.on('message', (path: string) => asked.delete(path));
  // SQLite's own checkpoints are left, and the next look starts another thread.
  worker.on('error', () => {});
  worker.on('exit', () => {
    thread = undefined;
    asked.clear();
  });
  return worker;
}
