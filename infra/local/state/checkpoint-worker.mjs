import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';

const TIMES = 3;
const MOST_BYTES = 48 * 1024 * 1024;

// The thread that brings write-ahead logs into their databases. Plain JavaScript, so that it needs little memory.
parentPort.on('message', (path) => {
  try {
    if (existsSync(path)) checkpoint(path);
  } catch {
    // The database is broken or gone; whoever works with it is told.
  }
  parentPort.postMessage(path);
});

function checkpoint(path) {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 1000; PRAGMA wal_autocheckpoint = 0');
    // Holds nobody up, and leaves what was written meanwhile: that is less each time. With nothing left, the next commit
    // begins at the start of the log again and cuts it.
    for (let time = 0; time < TIMES; time++) database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    // Where there was something left each time, writers wait for the last pages.
    if (statSync(`${path}-wal`).size > MOST_BYTES) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}
