import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventSourceMapping, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

export interface StreamConsumerProps {
  table: Table;
  /** Takes the positions of records that failed ten times, so that the shard goes on. */
  deadLetters: IQueue;
  /** Event filter in Lambda's pattern language; records that do not match cost nothing. */
  filter: { eventName?: string[]; dynamodb: Record<string, unknown> };
  /** Records of one invocation. Default: 10. */
  batchSize?: number;
  /** Invocations at a time for each shard; one partition key stays in one of them. Default: 1. */
  parallel?: number;
}

/**
 * Has a function read the table's stream, in order per partition key. There is no maximum age of records: Lambda would
 * drop older ones without a try, and after a stop of hours those are the wake-ups of posts that are still to come.
 */
export function consumeStream(fn: IFunction, props: StreamConsumerProps): void {
  const { table, deadLetters, filter, batchSize = 10, parallel } = props;
  new EventSourceMapping(fn.stack, `${fn.node.id}TableStream`, {
    target: fn,
    eventSourceArn: table.tableStreamArn!,
    // From the oldest record, so that no write is missed while the mapping is being created.
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize,
    ...(parallel !== undefined && { parallelizationFactor: parallel }),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 10,
    onFailure: new SqsDlq(deadLetters),
    filters: [{ pattern: JSON.stringify(filter) }],
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
