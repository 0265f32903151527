import type { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

export interface RecordFilter {
  eventName?: string[];
  dynamodb: object;
}

export interface StreamConsumerProps {
  table: Table;
  /** Takes the positions of records that failed ten times, so that the shard goes on. */
  deadLetters: IQueue;
  /** In Lambda's pattern language, five at most: records that match none cost nothing. */
  filters: RecordFilter[];
  /** Records of one invocation. Default: 10. */
  batchSize?: number;
  /** How long a batch that is not full waits for more records. Default: not at all. */
  window?: Duration;
  /** Invocations at a time for each shard; one partition key stays in one of them. Default: 1. */
  parallel?: number;
}

/**
 * Has a function read the table's stream, in order per partition key. There is no maximum age of records: Lambda would
 * drop older ones without a try, and after a stop of hours those are the wake-ups of posts that are still to come.
 */
export function consumeStream(fn: IFunction, props: StreamConsumerProps): void {
  const { table, deadLetters, filters, batchSize = 10, window, parallel } = props;
  new EventSourceMapping(fn.stack, `${fn.node.id}TableStream`, {
    target: fn,
    eventSourceArn: table.tableStreamArn!,
    // From the oldest record, so that no write is missed while the mapping is being created.
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize,
    ...(window && { maxBatchingWindow: window }),
    ...(parallel !== undefined && { parallelizationFactor: parallel }),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 10,
    onFailure: new SqsDlq(deadLetters),
    filters: filters.map((filter) => ({ pattern: JSON.stringify(filter) })),
  });
  // Not DynamoEventSource, which grants ListStreams on every table of the account.
  table.grantStream(
    fn,
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  );
}
