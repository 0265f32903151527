import { queueNameOf } from '../aws/arns.ts';
import type { LocalClock } from '../clock/local-clock.ts';
import type { TableStreams } from '../dynamodb/engine.ts';
import type { FaultInjection } from '../faults/fault-injection.ts';
import type { LambdaService } from '../lambda/lambda-service.ts';
import type { EventSourceMapping } from './mappings.ts';
import { QueuePoller } from './queue-poller.ts';
import type { RoleQueues } from './role-queues.ts';
import { StreamFollower } from './stream-follower.ts';

export interface EventSourcesOptions {
  mappings: EventSourceMapping[];
  streams: TableStreams;
  lambda: LambdaService;
  queues: RoleQueues;
  clock: LocalClock;
  faults: FaultInjection;
  isMessageWaiting(queueName: string): boolean;
  visibilitySeconds(queueName: string): number;
  onQueueActivity(listener: (queueName: string) => void): () => void;
  log(line: string): void;
}

const TRIM_PAUSE_MILLISECONDS = 10_000;

/** Everything that feeds functions: the queues and streams of the template. */
export class EventSources {
  readonly #options: EventSourcesOptions;
  readonly #pollers: QueuePoller[];
  readonly #followers: StreamFollower[];
  readonly #trimTimers = new Map<string, NodeJS.Timeout>();

  constructor(options: EventSourcesOptions) {
    this.#options = options;
    this.#pollers = options.mappings.flatMap((mapping) =>
      mapping.kind === 'queue' ? [new QueuePoller({ ...options, mapping })] : [],
    );
    this.#followers = options.mappings.flatMap((mapping) => {
      if (mapping.kind !== 'stream') return [];
      const follower: StreamFollower = new StreamFollower({
        ...options,
        mapping,
        onCaughtUp: () => this.#trimSoon(follower.tableName),
      });
      return [follower];
    });
  }

  /** Whether no message is visible or being worked on, and every stream is read to its end. */
  get isQuiet(): boolean {
    if ([...this.#pollers, ...this.#followers].some((source) => source.isBusy)) return false;
    const { mappings, isMessageWaiting } = this.#options;
    return !mappings.some((mapping) => mapping.kind === 'queue' && isMessageWaiting(queueNameOf(mapping.queueArn)));
  }

  /** Whether every stream is read to its end, or waits to try again. */
  get areStreamsRead(): boolean {
    return !this.#followers.some((follower) => follower.isBusy);
  }

  /**
   * Ends the wait of batches that are not full, so that nobody who waits for quiet waits for that in real time.
   *
   * @returns whether any waited
   */
  endBatchWindows(): boolean {
    return [...this.#pollers, ...this.#followers].filter((source) => source.endWindow()).length > 0;
  }

  /** Somebody waits until all is done: streams are read without a pause. */
  hurry(): void {
    for (const follower of this.#followers) follower.hurry();
  }

  /** Takes nothing up any more; what runs may go on until its function is stopped. */
  async close(): Promise<void> {
    for (const poller of this.#pollers) poller.close();
    await Promise.all(this.#followers.map((follower) => follower.close()));
    for (const timer of this.#trimTimers.values()) clearTimeout(timer);
  }

  /** Records that every reader is past are dropped, now and then. */
  #trimSoon(tableName: string): void {
    if (this.#trimTimers.has(tableName)) return;
    const consumers = this.#followers.filter((one) => one.tableName === tableName).map(({ consumer }) => consumer);
    const timer = setTimeout(() => {
      this.#trimTimers.delete(tableName);
      this.#options.streams.trim(tableName, consumers).catch((error) => this.#options.log(String(error)));
    }, TRIM_PAUSE_MILLISECONDS);
    this.#trimTimers.set(tableName, timer);
  }
}
