import type { DatabaseSync } from 'node:sqlite';
import { buildApp } from 'fauxqs';
// The package exports its server alone; the rest is reached by the path of its files.
import { PersistenceManager } from '../../../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../../../node_modules/fauxqs/dist/sns/snsStore.js';
import { SqsStore } from '../../../../node_modules/fauxqs/dist/sqs/sqsStore.js';

/**
 * The one file that knows the inside of the package fauxqs. The server that it exports listens on every network
 * interface, where anyone near could send messages, so the local cloud puts its parts together itself.
 *
 * What an update can break, so that the version is pinned:
 * - the four paths above;
 * - the stores that `buildApp` takes, and that each queue and store writes through its `persistence`;
 * - that PersistenceManager keeps its SQLite database in the private field `db`;
 * - that PersistenceManager moves a message by `deleteMessage` and an insert (open-fauxqs.ts makes one step of it);
 * - the fields and methods of a queue that queue-activity.ts reads and wraps: `enqueue`, `dequeue`, `changeVisibility`,
 *   `processTimers`, `messages`, `delayedMessages`, `fifoDelayed`, `inflightMessages`.
 *
 * To update: raise the version here and in package.json, and run `npm run test:local`.
 */
export const FAUXQS_VERSION = '2.4.1';

export type Queue = ReturnType<SqsStore['createQueue']>;

export const databaseOf = (persistence: PersistenceManager) => (persistence as unknown as { db: DatabaseSync }).db;

export { buildApp, PersistenceManager, S3Store, SnsStore, SqsStore };
