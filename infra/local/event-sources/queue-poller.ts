import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { queueNameOf } from '../aws/arns.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { failedItems } from './item-failures.ts';
import type { QueueMapping } from './mappings.ts';
import { queueEvent } from './queue-event.ts';
import type { RoleQueues } from './role-queues.ts';

export interface QueuePollerOptions {
  mapping: QueueMapping;
  lambda: LambdaService;
  queues: RoleQueues;
  clock: LocalClock;
  faults: FaultInjection;
  /** Tells that a queue may have something to receive. @returns a function that ends the subscription */
  onQueueActivity(listener: (queueName: string) => void): () => void;
  log(line: string): void;
}

/** Only a safety net: activity and a moved clock wake the poller. */
const FALLBACK_POLL_MILLISECONDS = 5000;

/** Hands a queue's messages to its function and deletes what it did. What failed reappears by its visibility timeout. */
export class QueuePoller {
  readonly #options: QueuePollerOptions;
  readonly #queueUrl: string;
  readonly #concurrency: number;
  readonly #stop: (() => void)[];
  #batches = 0;
  #isReceiving = false;
  #isWokenAgain = false;
  #isStopped = false;

  constructor(options: QueuePollerOptions) {
    this.#options = options;
    const { mapping, lambda, queues, clock, onQueueActivity } = options;
    const { functionArn, queueArn, maximumConcurrency = Number.POSITIVE_INFINITY } = mapping;
    this.#queueUrl = queues.urlOf(functionArn, queueArn);
    this.#concurrency = Math.min(maximumConcurrency, lambda.concurrencyOf(functionArn));
    const name = queueNameOf(queueArn);
    const timer = setInterval(() => this.#wake(), FALLBACK_POLL_MILLISECONDS);
    this.#stop = [
      () => clearInterval(timer),
      clock.onMove(() => this.#wake()),
      onQueueActivity((queueName) => {
        if (queueName === name) this.#wake();
      }),
    ];
    this.#wake();
  }

  get isBusy(): boolean {
    return this.#isReceiving || this.#batches > 0;
  }

  close(): void {
    this.#isStopped = true;
    for (const stop of this.#stop) stop();
  }

  #wake(): void {
    this.#isWokenAgain = true;
    if (!this.#isReceiving) void this.#receiveAll();
  }

  async #receiveAll(): Promise<void> {
    this.#isReceiving = true;
    try {
      // With no place free, the end of a batch wakes it.
      while (!this.#isStopped && this.#isWokenAgain && this.#batches < this.#concurrency) {
        this.#isWokenAgain = false;
        const messages = await this.#receive();
        if (messages.length === 0) continue;
        this.#isWokenAgain = true;
        this.#batches += 1;
        void this.#process(messages);
      }
    } catch (error) {
      if (!this.#isStopped) this.#options.log(`polling ${this.#queueUrl}: ${(error as Error).message}`);
    } finally {
      this.#isReceiving = false;
    }
  }

  async #receive(): Promise<Message[]> {
    const { mapping, queues } = this.#options;
    const { Messages = [] } = await queues.clientOf(mapping.functionArn).send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queueUrl,
        MaxNumberOfMessages: mapping.batchSize,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      }),
    );
    return Messages;
  }

  async #process(messages: Message[]): Promise<void> {
    const { mapping, lambda, faults, log } = this.#options;
    const { functionArn } = mapping;
    try {
      const payload = JSON.stringify(queueEvent(messages, mapping.queueArn));
      const fault = faults.onDelivery({ source: 'queue', functionArn, payload });
      if (fault?.kind === 'later') return await this.#holdBack(messages, fault.seconds);
      const invocations = Array.from({ length: fault?.kind === 'twice' ? 2 : 1 }, () =>
        lambda.invoke(functionArn, payload),
      );
      const [outcome] = await Promise.all(invocations);
      if (fault?.kind === 'again') return;
      const ids = messages.map(({ MessageId }) => MessageId!);
      const failed = failedItems(outcome!, ids, mapping.reportsItemFailures);
      await this.#delete(messages.filter(({ MessageId }) => !failed.has(MessageId!)));
    } catch (error) {
      if (!this.#isStopped) log(`${this.#queueUrl}: messages could not be deleted: ${(error as Error).message}`);
    } finally {
      this.#batches -= 1;
      this.#wake();
    }
  }

  async #holdBack(messages: Message[], VisibilityTimeout: number): Promise<void> {
    const { mapping, queues } = this.#options;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout,
    }));
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#queueUrl, Entries });
    await queues.clientOf(mapping.functionArn).send(command);
  }

  async #delete(messages: Message[]): Promise<void> {
    if (messages.length === 0) return;
    const { mapping, queues } = this.#options;
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const command = new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries });
    await queues.clientOf(mapping.functionArn).send(command);
  }
}
