/** A queue whose messages a function works through. */
export interface QueueMapping {
  kind: 'queue';
  functionArn: string;
  queueArn: string;
  batchSize: number;
  /** How long a batch that is not full waits for more, from its first message on. */
  batchWindowSeconds: number;
  maximumConcurrency?: number;
  reportsItemFailures: boolean;
}

/** A table's stream that a function follows. */
export interface StreamMapping {
  kind: 'stream';
  functionArn: string;
  streamArn: string;
  batchSize: number;
  /** How long a batch that is not full waits for more, from its first record on. */
  batchWindowSeconds: number;
  /** Patterns of which a record must match one; none means every record. */
  filters: unknown[];
  reportsItemFailures: boolean;
  bisectsOnError: boolean;
  /** -1 tries for as long as the stream keeps the record. */
  maximumRetryAttempts: number;
  /** Seconds; -1 is no limit. */
  maximumRecordAge: number;
  onFailureQueueArn?: string;
}

export type EventSourceMapping = QueueMapping | StreamMapping;

export const tableNameOf = (streamArn: string) => streamArn.split('/')[1] ?? '';
