import type { ChangeJournal } from '../storage/change-journal.ts';
import { positionKey, rangeOf, recordKey, recordPrefix } from '../storage/key-space.ts';
import type { Storage } from '../storage/storage.ts';
import type { StreamRecord } from './stream-record.ts';

/** As long as AWS keeps a record. */
const RETENTION_SECONDS = 24 * 3600;

export interface TableStreams {
  /** Records after a position (exclusive; undefined = from the oldest kept), oldest first. */
  read(tableName: string, after: string | undefined, limit: number): Promise<StreamRecord[]>;
  /** Calls after each commit that recorded something. @returns a function that ends the subscription */
  onRecords(listener: (tableName: string) => void): () => void;
  /** The sequence number that a consumer saved last; it survives a restart. */
  loadPosition(consumer: string): Promise<string | undefined>;
  savePosition(consumer: string, sequenceNumber: string): Promise<void>;
  /** Drops records that every named consumer is past, and those older than 24 h; without consumers only the latter. */
  trim(tableName: string, consumers: string[]): Promise<void>;
}

export function tableStreams(storage: Storage, journal: ChangeJournal): TableStreams {
  const loadPosition = (consumer: string) => storage.get<string>(positionKey(consumer));
  return {
    async read(tableName, after, limit) {
      const all = rangeOf(recordPrefix(tableName));
      const from = after === undefined ? { gte: all.gte } : { gt: recordKey(tableName, after) };
      const records: StreamRecord[] = [];
      for (const [, record] of storage.entries<StreamRecord>({ ...from, lt: all.lt, limit })) records.push(record);
      return records;
    },
    onRecords: (listener) => journal.onRecords(listener),
    loadPosition: async (consumer) => loadPosition(consumer),
    savePosition: async (consumer, sequenceNumber) =>
      storage.commit([{ type: 'put', key: positionKey(consumer), value: sequenceNumber }]),
    async trim(tableName, consumers) {
      const positions = consumers.map(loadPosition);
      const passed = earliest(positions);
      const expired = lastExpired(storage, tableName);
      const last = passed === undefined || (expired !== undefined && expired > passed) ? expired : passed;
      if (last === undefined) return;
      storage.clear({ gte: rangeOf(recordPrefix(tableName)).gte, lte: recordKey(tableName, last) });
    },
  };
}

/** A consumer without a position hasn't read anything yet. */
function earliest(positions: (string | undefined)[]): string | undefined {
  return positions.includes(undefined) ? undefined : (positions as string[]).sort()[0];
}

function lastExpired(storage: Storage, tableName: string): string | undefined {
  const oldestKept = Math.floor(Date.now() / 1000) - RETENTION_SECONDS;
  let last: string | undefined;
  for (const [, { dynamodb }] of storage.entries<StreamRecord>(rangeOf(recordPrefix(tableName)))) {
    if (dynamodb.ApproximateCreationDateTime >= oldestKept) break;
    last = dynamodb.SequenceNumber;
  }
  return last;
}
