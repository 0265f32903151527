import type { Message } from '@aws-sdk/client-sqs';
import { queueNameOf } from '../aws/arns.ts';
import { NextMoment } from '../aws/next-moment.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import { chainLength } from '../lambda/lineage.ts';
import type { InvocationOutcome } from '../lambda/protocol.ts';
import { BatchWindow } from './batch-window.ts';
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
  /** How long a received message stays invisible. */
  visibilitySeconds(queueName: string): number;
  /** Tells that a queue may have something to receive. @returns a function that ends the subscription */
  onQueueActivity(listener: (queueName: string) => void): () => void;
  log(line: string): void;
}

/** SQS hands out no more at once; the messages of several batches come in one call. */
const MAX_RECEIVED = 10;
/** Only a safety net: activity and a moved clock wake the poller. */
const FALLBACK_POLL_MILLISECONDS = 5000;
/** With every place taken it looks so often whether one of them only waits. */
const PLACE_MILLISECONDS = 250;
/** Lambda tries a throttled batch again after pauses that grow, until its messages become visible again. */
const THROTTLED_PAUSES = { firstMs: 1_000, maxMs: 20_000 };

/** Hands a queue's messages to its function and deletes what it did. What failed reappears by its visibility timeout. */
export class QueuePoller {
  readonly #options: QueuePollerOptions;
  readonly #queueUrl: string;
  readonly #maximumConcurrency: number;
  readonly #stop: (() => void)[];
  readonly #pauses = new Set<() => void>();
  /** What the next batch has so far: received, and hidden from everyone else. */
  #gathered: Message[] = [];
  readonly #window: BatchWindow;
  #batches = 0;
  #isReceiving = false;
  #isWokenAgain = false;
  #isStopped = false;
  #placeTimer: NodeJS.Timeout | undefined;

  constructor(options: QueuePollerOptions) {
    this.#options = options;
    const { mapping, queues, clock, onQueueActivity } = options;
    const { queueArn, maximumConcurrency = Number.POSITIVE_INFINITY } = mapping;
    this.#queueUrl = queues.urlOf(queueArn);
    this.#maximumConcurrency = maximumConcurrency;
    this.#window = new BatchWindow(clock, mapping.batchWindowSeconds, () => this.#handOver());
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

  /** One that waits to try a throttled batch again, or for its batch to fill, is not busy. */
  get isBusy(): boolean {
    return this.#isReceiving || this.#batches > this.#pauses.size;
  }

  /** Hands over what it has gathered now. @returns whether it was waiting for more */
  endWindow(): boolean {
    const wasOpen = this.#window.isOpen;
    this.#window.end();
    return wasOpen;
  }

  close(): void {
    this.#isStopped = true;
    this.#window.close();
    for (const stop of this.#stop) stop();
    clearTimeout(this.#placeTimer);
    for (const end of this.#pauses) end();
  }

  /** Batches that could be worked on beside those that are. */
  get #room(): number {
    const { mapping, lambda } = this.#options;
    return Math.min(this.#maximumConcurrency, lambda.concurrencyOf(mapping.functionArn)) - this.#batches;
  }

  #wake(): void {
    this.#isWokenAgain = true;
    if (!this.#isReceiving) void this.#receiveAll();
  }

  async #receiveAll(): Promise<void> {
    const { mapping, queues } = this.#options;
    const { functionArn, queueArn, batchSize } = mapping;
    this.#isReceiving = true;
    try {
      for (let room = this.#room; !this.#isStopped && this.#isWokenAgain && room > 0; room = this.#room) {
        this.#isWokenAgain = false;
        const batches = this.#window.hasLength ? 1 : Math.max(1, Math.min(room, Math.floor(MAX_RECEIVED / batchSize)));
        const wanted = batches * batchSize - this.#gathered.length;
        const messages = await queues.receive(functionArn, queueArn, wanted);
        // Fewer than asked for: there are no more, and whoever sends one wakes the poller.
        if (messages.length === wanted) this.#isWokenAgain = true;
        this.#gathered.push(...messages);
        while (this.#gathered.length >= batchSize) this.#handOver();
        if (this.#gathered.length > 0 && this.#window.hasLength) this.#window.open();
        else this.#handOver();
      }
    } catch (error) {
      if (!this.#isStopped) this.#options.log(`polling ${this.#queueUrl}: ${(error as Error).message}`);
    } finally {
      this.#isReceiving = false;
    }
    // The end of a batch is noticed by itself; a batch that only waits makes place without an end.
    if (this.#isWokenAgain && !this.#isStopped) this.#lookForPlace();
  }

  #handOver(): void {
    const messages = this.#gathered.splice(0, this.#options.mapping.batchSize);
    this.#window.shut();
    if (messages.length === 0) return;
    this.#batches += 1;
    void this.#process(messages);
  }

  #lookForPlace(): void {
    this.#placeTimer ??= setTimeout(() => {
      this.#placeTimer = undefined;
      this.#wake();
    }, PLACE_MILLISECONDS);
  }

  async #process(messages: Message[]): Promise<void> {
    const { mapping, queues, faults, log } = this.#options;
    const { functionArn, queueArn } = mapping;
    try {
      const payload = JSON.stringify(queueEvent(messages, queueArn));
      const traceHeader = longestChain(messages);
      const fault = faults.onDelivery({ source: 'queue', functionArn, payload });
      if (fault?.kind === 'later') return await queues.holdBack(functionArn, queueArn, messages, fault.seconds);
      const invocations = Array.from({ length: fault?.kind === 'twice' ? 2 : 1 }, () =>
        this.#invoke(payload, traceHeader),
      );
      const [outcome] = await Promise.all(invocations);
      if (fault?.kind === 'again') return;
      const ids = messages.map(({ MessageId }) => MessageId!);
      const failed = failedItems(outcome!, ids, mapping.reportsItemFailures);
      const done = messages.filter(({ MessageId }) => !failed.has(MessageId!));
      if (done.length > 0) await queues.delete(functionArn, queueArn, done);
    } catch (error) {
      if (!this.#isStopped) log(`${this.#queueUrl}: messages could not be deleted: ${(error as Error).message}`);
    } finally {
      this.#batches -= 1;
      if (this.#isWokenAgain) this.#wake();
    }
  }

  /** Goes on until there is a place for it, as Lambda does, but no longer than the messages stay invisible. */
  async #invoke(payload: string, traceHeader: string | undefined): Promise<InvocationOutcome> {
    const { mapping, lambda, visibilitySeconds } = this.#options;
    const giveUpAt = Date.now() + visibilitySeconds(queueNameOf(mapping.queueArn)) * 1000;
    for (let pauseMs = THROTTLED_PAUSES.firstMs; ; pauseMs = Math.min(THROTTLED_PAUSES.maxMs, 2 * pauseMs)) {
      const outcome = await lambda.invoke(mapping.functionArn, payload, { traceHeader });
      const isThrottled = 'error' in outcome && outcome.refused === 'throttled';
      if (!isThrottled || this.#isStopped || Date.now() + pauseMs >= giveUpAt) return outcome;
      await this.#pause(pauseMs);
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = new NextMoment(this.#options.clock, resolve);
    timer.set(Date.now() + milliseconds);
    this.#pauses.add(resolve);
    await promise;
    this.#pauses.delete(resolve);
    timer.close();
  }
}

/** Of a batch that holds messages of several chains, Lambda counts the invocation for each; the longest ends first. */
function longestChain(messages: Message[]): string | undefined {
  const headers = messages.flatMap(({ Attributes }) => (Attributes as Record<string, string>)?.AWSTraceHeader ?? []);
  return headers.toSorted((left, right) => chainLength(right) - chainLength(left))[0];
}
