import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface QueueWithDlqProps {
  /** The timeout of the function that reads the queue. */
  consumerTimeout: Duration;
  /** How long that function's batches are gathered. */
  window?: Duration;
}

/** A work queue, and the queue that takes messages that failed five times. */
export class QueueWithDlq extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, { consumerTimeout, window = Duration.seconds(0) }: QueueWithDlqProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      // AWS advises six times the function's timeout and the window, so that a throttled poller can retry before the message
      // reappears.
      visibilityTimeout: Duration.seconds(6 * consumerTimeout.toSeconds() + window.toSeconds()),
      // Lambda advises at least five where maxConcurrency may turn a message away.
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
  }
}
