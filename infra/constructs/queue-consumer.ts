import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { acknowledge } from './acknowledge.ts';

/** Has a function work through a queue, one message per invocation: a slow platform holds up only its own post. */
export function consumeQueue(fn: IFunction, queue: IQueue, { maxConcurrency }: { maxConcurrency: number }): void {
  fn.addEventSource(new SqsEventSource(queue, { batchSize: 1, maxConcurrency, reportBatchItemFailures: true }));
  acknowledge(fn, {
    'Serverless-LambdaEventSourceMappingDestination':
      'A mapping of an SQS queue takes no failure destination; the queue redrives to its own dead-letter queue.',
  });
}
