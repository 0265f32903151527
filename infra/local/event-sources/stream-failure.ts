import type { StreamRecord } from '../dynamodb/engine.ts';
import type { StreamMapping } from './mappings.ts';

export type GiveUpCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface GivenUpBatch {
  mapping: StreamMapping;
  records: StreamRecord[];
  condition: GiveUpCondition;
  requestId: string;
  /** Invocations that failed. */
  failures: number;
}

/** The local stream is one shard. */
const SHARD_ID = 'shardId-00000000000000000000-00000000';

/** What Lambda sends to a stream's failure destination: the position of the records in the stream, not the records. */
export function streamFailure({ mapping, records, condition, requestId, failures }: GivenUpBatch) {
  const first = records[0]!.dynamodb;
  const last = records.at(-1)!.dynamodb;
  return {
    requestContext: {
      requestId,
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: failures,
    },
    // Records that were too old for an attempt have no response.
    ...(failures > 0 && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    }),
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: SHARD_ID,
      startSequenceNumber: first.SequenceNumber,
      endSequenceNumber: last.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: arrival(last.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
}

const arrival = (seconds: number) => new Date(seconds * 1000).toISOString();
