import type { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { acknowledge } from './acknowledge.ts';

export interface QueueConsumerProps {
  maxConcurrency: number;
  /** Messages of one invocation, and how long a batch that is not full waits for more. */
  batch?: { size: number; window: Duration };
}

/**
 * Has a function work through a queue. Mostly one message per invocation: a slow platform holds up only its own post.
 * Messages that are mostly quick are worth a batch.
 */
export function consumeQueue(fn: IFunction, queue: IQueue, { maxConcurrency, batch }: QueueConsumerProps): void {
  fn.addEventSource(
    new SqsEventSource(queue, {
      batchSize: batch?.size ?? 1,
      ...(batch && { maxBatchingWindow: batch.window }),
      maxConcurrency,
      reportBatchItemFailures: true,
    }),
  );
  acknowledge(fn, {
    'Serverless-LambdaEventSourceMappingDestination':
      'A mapping of an SQS queue takes no failure destination; the queue redrives to its own dead-letter queue.',
  });
}
