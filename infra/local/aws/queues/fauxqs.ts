import type { DatabaseSync } from 'node:sqlite';
import { buildApp } from 'fauxqs';
// The package exports its server alone; the rest is reached by the path of its files.
import { SqsError } from '../../../../node_modules/fauxqs/dist/common/errors.js';
import { PersistenceManager } from '../../../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../../../node_modules/fauxqs/dist/sns/snsStore.js';
import { changeMessageVisibility } from '../../../../node_modules/fauxqs/dist/sqs/actions/changeMessageVisibility.js';
import { changeMessageVisibilityBatch } from '../../../../node_modules/fauxqs/dist/sqs/actions/changeMessageVisibilityBatch.js';
import { deleteMessage } from '../../../../node_modules/fauxqs/dist/sqs/actions/deleteMessage.js';
import { deleteMessageBatch } from '../../../../node_modules/fauxqs/dist/sqs/actions/deleteMessageBatch.js';
import { receiveMessage } from '../../../../node_modules/fauxqs/dist/sqs/actions/receiveMessage.js';
import { sendMessage } from '../../../../node_modules/fauxqs/dist/sqs/actions/sendMessage.js';
import { sendMessageBatch } from '../../../../node_modules/fauxqs/dist/sqs/actions/sendMessageBatch.js';
import { SqsStore } from '../../../../node_modules/fauxqs/dist/sqs/sqsStore.js';

/**
 * The one file that knows the inside of the package fauxqs. The server that it exports listens on every network
 * interface, where anyone near could send messages, so the local cloud puts its parts together itself.
 *
 * What an update can break, so that the version is pinned:
 * - the paths above;
 * - that an action takes the body and the store, and throws SqsError;
 * - the stores that `buildApp` takes, and that each queue and store writes through its `persistence`;
 * - that PersistenceManager keeps its SQLite database in the private field `db`, and its file is DATABASE_FILE;
 * - that PersistenceManager moves a message by `deleteMessage` and an insert (open-fauxqs.ts makes one step of it);
 * - the fields and methods of a queue that are read and wrapped beside this file: `enqueue`, `dequeue`, `changeVisibility`,
 *   `deleteMessage`, `processTimers`, `messages`, `delayedMessages`, `fifoDelayed`, `inflightMessages`;
 * - that a store drops all messages by `clearMessages`.
 *
 * To update: raise the version here and in package.json, and run `npm run test:local`.
 */
export const FAUXQS_VERSION = '2.4.1';

export const DATABASE_FILE = 'fauxqs.db';

export type Queue = ReturnType<SqsStore['createQueue']>;

/** What is done with messages, which is nearly all that is asked: without the server's routing and its JSON. */
export const messageActions: Record<string, (body: Record<string, unknown>, store: SqsStore) => unknown> = {
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
};

export const databaseOf = (persistence: PersistenceManager) => (persistence as unknown as { db: DatabaseSync }).db;

export { buildApp, PersistenceManager, S3Store, SnsStore, SqsError, SqsStore };
