import { unknownOperation } from '../aws/json-service.ts';
import type { AwsBehaviour } from '../faults/aws-behaviour.ts';
import { LocalMetrics } from '../faults/local-metrics.ts';
import { SeededRandoms } from '../faults/seeded-random.ts';
import { type Database, openDatabase } from './database.ts';
import { describeTimeToLive, sweepTimeToLive, updateTimeToLive } from './expiry/time-to-live.ts';
import { batchGetItem, getItem } from './items/get-items.ts';
import { writeItem } from './items/item-writes.ts';
import { readPage } from './items/read-page.ts';
import { type TableStreams, tableStreams } from './streams/streams.ts';
import { describeContinuousBackups, updateContinuousBackups } from './tables/continuous-backups.ts';
import { emptyTables } from './tables/empty-tables.ts';
import { IndexLag } from './tables/index-lag.ts';
import { createTable, deleteTable, describeTable, listTables } from './tables/tables.ts';
import { updateTable } from './tables/update-table.ts';
import { ClientTokens } from './transactions/client-tokens.ts';
import { ContendedWrites } from './transactions/contended-writes.ts';
import { HeldItems } from './transactions/held-items.ts';
import { transactWriteItems } from './transactions/transact-write.ts';

export { BrokenStateError, StateInUseError } from './storage/state-error.ts';
export type { StreamRecord } from './streams/stream-record.ts';
export type { TableStreams } from './streams/streams.ts';

type Body = Record<string, unknown>;
type Operation = (database: Database, body: Body) => Body;

/** DynamoDB in this process. All time is `Date.now()`. */
export interface DynamoDbEngine {
  /**
   * Carries out an operation, e.g. 'TransactWriteItems', with its body as on the wire.
   * @throws AwsError with the exception's bare name, and members such as `Item` or `CancellationReasons` in `extra`
   */
  call(operation: string, body: Body): Promise<Body>;
  /** The name of the partition key of a table, or of one of its indexes; `undefined` where there is none. */
  partitionKeyOf(table: string, index?: string): string | undefined;
  /** Whether `call` knows the operation. */
  supports(operation: string): boolean;
  streams: TableStreams;
  /** Deletes what has expired; the records of it carry the TTL service as `userIdentity`. @returns how many items went */
  sweepTtl(): Promise<number>;
  /** Drops the items of all tables, and what streams have of them, without a record of it. */
  empty(): void;
  /** Waits for the transactions under way. */
  close(): Promise<void>;
}

const READS: Record<string, Operation> = {
  BatchGetItem: batchGetItem,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: getItem,
  ListTables: listTables,
  Query: (database, body) => readPage(database, 'Query', body),
  Scan: (database, body) => readPage(database, 'Scan', body),
};

const WRITES: Record<string, Operation> = {
  CreateTable: createTable,
  DeleteItem: (database, body) => writeItem(database, 'DeleteItem', body),
  DeleteTable: deleteTable,
  PutItem: (database, body) => writeItem(database, 'PutItem', body),
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateItem: (database, body) => writeItem(database, 'UpdateItem', body),
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
};

export interface DynamoDbOptions {
  directory?: string;
  behaviour?: Pick<AwsBehaviour, 'transactionHoldMs' | 'indexLagMs'>;
  randoms?: SeededRandoms;
  metrics?: LocalMetrics;
}

/**
 * Opens the data in a directory, or an empty database in memory.
 * @throws StateInUseError, BrokenStateError
 */
export async function openDynamoDb(options: DynamoDbOptions = {}): Promise<DynamoDbEngine> {
  const { directory, behaviour = {}, metrics = new LocalMetrics() } = options;
  const { randoms = new SeededRandoms('') } = options;
  const { transactionHoldMs, indexLagMs } = behaviour;
  const indexLag = indexLagMs && new IndexLag(indexLagMs, randoms.of('index lag'), metrics);
  const database = openDatabase(directory, indexLag);
  const { storage, journal } = database;
  const tokens = new ClientTokens(storage);
  const held = transactionHoldMs && new HeldItems(transactionHoldMs, randoms.of('conflicts'), metrics);
  const contended = held && new ContendedWrites(database, tokens, held);
  const writes: Record<string, Operation> = {
    ...WRITES,
    TransactWriteItems: (db, body) => transactWriteItems(db, tokens, body),
  };
  return {
    async call(operation, body) {
      const read = READS[operation];
      if (read) return read(database, body);
      const write = writes[operation];
      if (!write) throw unknownOperation('dynamodb', operation);
      if (!contended) return write(database, body);
      return await contended.around(operation, body, async () => write(database, body));
    },
    partitionKeyOf: (table, index) => database.catalogue.partitionKeyOf(table, index),
    supports: (operation) => Object.hasOwn(READS, operation) || Object.hasOwn(writes, operation),
    streams: tableStreams(storage, journal),
    sweepTtl: () => sweepTimeToLive(database),
    empty: () => emptyTables(database),
    async close() {
      await contended?.settled();
      storage.close();
    },
  };
}
