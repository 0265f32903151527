import type { LocalClock } from '../../clock/local-clock.ts';
import { NextMoment } from '../next-moment.ts';
import type { Queue } from './fauxqs.ts';

/** Tells when a queue may have something to receive: after a send, and when a delay or a visibility timeout ends. */
export class QueueActivity {
  readonly #listeners = new Set<(queueName: string) => void>();
  readonly #queues = new Set<Queue>();
  readonly #timer: NextMoment;

  constructor(clock: LocalClock) {
    this.#timer = new NextMoment(clock, () => this.#lookAtAll());
  }

  /** @returns a function that ends the subscription */
  subscribe(listener: (queueName: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(queue: Queue): void {
    this.#queues.add(queue);
    const enqueue = queue.enqueue.bind(queue);
    queue.enqueue = (message) => {
      enqueue(message);
      if (message.delayUntil !== undefined) this.#timer.setIfEarlier(message.delayUntil);
      this.#announce(queue.name);
    };
    const dequeue = queue.dequeue.bind(queue);
    queue.dequeue = (...args) => {
      dropExpired(queue);
      const messages = dequeue(...args);
      for (const { ReceiptHandle } of messages) this.#expectReturn(queue, ReceiptHandle);
      return messages;
    };
    const changeVisibility = queue.changeVisibility.bind(queue);
    queue.changeVisibility = (receiptHandle, seconds) => {
      if (seconds > 0) changeVisibility(receiptHandle, seconds);
      else giveBack(queue, receiptHandle);
      this.#expectReturn(queue, receiptHandle);
    };
  }

  /** Whether a message could be received now. */
  isWaiting(queueName: string): boolean {
    return [...this.#queues].some((queue) => queue.name === queueName && hasVisible(queue));
  }

  /** How long a received message stays invisible, in seconds; 30 as on AWS for a queue that does not say. */
  visibilitySeconds(queueName: string): number {
    const queue = [...this.#queues].find((one) => one.name === queueName);
    return Number(queue?.attributes.VisibilityTimeout ?? 30);
  }

  forget(queueName: string): void {
    for (const queue of this.#queues) if (queue.name === queueName) this.#queues.delete(queue);
  }

  /**
   * Makes all messages of a queue visible that were being worked on when the process ended. AWS keeps them invisible,
   * because its pollers survive a function and learn its outcome; the local pollers end with the process.
   */
  giveBackAll(queueName: string): void {
    for (const queue of this.#queues) {
      if (queue.name !== queueName) continue;
      for (const receiptHandle of queue.inflightMessages.keys()) giveBack(queue, receiptHandle);
    }
    this.#lookAtAll();
  }

  /** Call once after stored messages have been read. */
  start(): void {
    this.#lookAtAll();
  }

  close(): void {
    this.#timer.close();
  }

  #expectReturn(queue: Queue, receiptHandle: string): void {
    const deadline = queue.inflightMessages.get(receiptHandle)?.visibilityDeadline;
    if (deadline !== undefined) this.#timer.setIfEarlier(deadline);
  }

  #lookAtAll(): void {
    const moments: number[] = [];
    for (const queue of this.#queues) {
      if (hasVisible(queue)) this.#announce(queue.name);
      moments.push(...pendingMoments(queue));
    }
    this.#timer.set(moments.length === 0 ? undefined : moments.reduce((first, next) => Math.min(first, next)));
  }

  #announce(queueName: string): void {
    // After the current call, so that a listener that receives at once finds its changes done.
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener(queueName);
    });
  }
}

function hasVisible(queue: Queue): boolean {
  queue.processTimers();
  return queue.getAttribute('ApproximateNumberOfMessages') !== '0';
}

function pendingMoments(queue: Queue): number[] {
  const delayed = [...queue.delayedMessages, ...[...queue.fifoDelayed.values()].flat()];
  const inFlight = [...queue.inflightMessages.values()];
  return [
    ...delayed.flatMap(({ delayUntil }) => delayUntil ?? []),
    ...inFlight.map(({ visibilityDeadline }) => visibilityDeadline),
  ];
}

/**
 * A visibility timeout of 0. fauxqs 2.4.1 writes an empty receive count to its file for it, which the file refuses,
 * and the message is lost until the next start. A timeout that ends now has the same effect and is written well.
 */
function giveBack(queue: Queue, receiptHandle: string): void {
  const entry = queue.inflightMessages.get(receiptHandle);
  if (!entry) return;
  const { messageId, approximateReceiveCount, approximateFirstReceiveTimestamp } = entry.message;
  entry.visibilityDeadline = Date.now();
  queue.persistence?.updateMessageInflight(
    messageId,
    receiptHandle,
    entry.visibilityDeadline,
    approximateReceiveCount,
    approximateFirstReceiveTimestamp,
  );
}

/** fauxqs keeps messages for ever; AWS drops them at the end of the queue's retention period (4 days by default). */
function dropExpired(queue: Queue): void {
  const oldest = Date.now() - Number(queue.attributes.MessageRetentionPeriod) * 1000;
  if (!queue.messages.some((message) => message.sentTimestamp <= oldest)) return;
  for (const message of queue.messages) {
    if (message.sentTimestamp <= oldest) queue.persistence?.deleteMessage(message.messageId);
  }
  queue.messages = queue.messages.filter((message) => message.sentTimestamp > oldest);
}
