import { matchesPattern } from '../aws/event-bus/event-pattern.ts';
import type { StreamRecord, TableStreams } from '../dynamodb/engine.ts';
import { BatchWindow } from './batch-window.ts';
import { tableNameOf } from './mappings.ts';
import { StreamDelivery, type StreamDeliveryOptions } from './stream-delivery.ts';

export interface StreamFollowerOptions extends StreamDeliveryOptions {
  streams: TableStreams;
  /** Called when the follower has come to the end of the stream. */
  onCaughtUp(): void;
}

const READ_AT_ONCE = 100;
/**
 * AWS looks four times a second what is new. Here the first record is read at once; what comes soon after it waits for so
 * long, so that one invocation has all of it.
 */
const READ_PAUSE_MILLISECONDS = 50;
const PAUSE_AFTER_ERROR_MILLISECONDS = 1000;

/** Follows a table's stream for one function, in order, from where it stood before the last restart. */
export class StreamFollower {
  /** What the stream knows this reader by. */
  readonly consumer: string;
  readonly tableName: string;
  readonly #options: StreamFollowerOptions;
  readonly #delivery: StreamDelivery;
  readonly #unsubscribe: () => void;
  #isWokenAgain = true;
  #nextTry: NodeJS.Timeout | undefined;
  /** By the local clock: since when there is something to read. */
  #wokenAt: number | undefined;
  #mayReadAt = Number.NEGATIVE_INFINITY;
  #endPause: (() => void) | undefined;
  #isReading = false;
  #isStopped = false;
  #reading: Promise<void> = Promise.resolve();
  /** What the next batch has so far; it is not saved as read before it is dealt with. */
  #gathered: StreamRecord[] = [];
  /** Up to where the stream is read; undefined where the saved position counts. */
  #readTo: string | undefined;
  readonly #window: BatchWindow;
  #isWindowOver = false;

  constructor(options: StreamFollowerOptions) {
    this.#options = options;
    const { mapping, streams } = options;
    this.tableName = tableNameOf(mapping.streamArn);
    this.consumer = `${mapping.functionArn} ${this.tableName}`;
    this.#delivery = new StreamDelivery(options);
    this.#window = new BatchWindow(options.clock, mapping.batchWindowSeconds, () => {
      this.#isWindowOver = true;
      this.#wake();
    });
    this.#unsubscribe = streams.onRecords((tableName) => {
      if (tableName === this.tableName) this.#wake();
    });
    this.#wake();
  }

  /** Whether there are records left to read. One that waits to try again, or for its batch to fill, is not busy. */
  get isBusy(): boolean {
    return (this.#isReading || this.#isWokenAgain) && !this.#delivery.isPausing;
  }

  /** Delivers what it has gathered now. @returns whether it was waiting for more */
  endWindow(): boolean {
    const wasOpen = this.#window.isOpen;
    this.#window.end();
    return wasOpen;
  }

  /** Somebody waits for the end of the stream: what is there is read now. */
  hurry(): void {
    this.#endPause?.();
  }

  /** Stops after the invocation that runs. */
  async close(): Promise<void> {
    this.#isStopped = true;
    this.#window.close();
    this.#unsubscribe();
    clearTimeout(this.#nextTry);
    this.hurry();
    this.#delivery.stop();
    await this.#reading;
  }

  #wake(): void {
    this.#isWokenAgain = true;
    this.#wokenAt ??= Date.now();
    if (!this.#isReading && !this.#isStopped) this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    const { streams, onCaughtUp, log } = this.#options;
    this.#isReading = true;
    try {
      let position = this.#readTo ?? (await streams.loadPosition(this.consumer));
      while (!this.#isStopped && this.#isWokenAgain) {
        await this.#pause();
        this.#isWokenAgain = false;
        const since = this.#wokenAt;
        this.#wokenAt = undefined;
        const records = await streams.read(this.tableName, position, READ_AT_ONCE);
        // Fewer than asked for: there are no more, and the next commit wakes the follower.
        if (records.length === READ_AT_ONCE) this.#isWokenAgain = true;
        else this.#mayReadAt = performance.now() + READ_PAUSE_MILLISECONDS;
        position = records.at(-1)?.dynamodb.SequenceNumber ?? position;
        await this.#gather(records, since);
      }
      onCaughtUp();
    } catch (error) {
      if (this.#isStopped) return;
      log(`${this.consumer}: ${(error as Error).stack}`);
      this.#gathered = [];
      this.#readTo = undefined;
      this.#tryAgainSoon();
    } finally {
      this.#isReading = false;
    }
  }

  async #pause(): Promise<void> {
    const milliseconds = this.#mayReadAt - performance.now();
    if (milliseconds <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#endPause = resolve;
    await promise;
    this.#endPause = undefined;
    clearTimeout(timer);
  }

  /** No new record may come for long, and those that are there wait. */
  #tryAgainSoon(): void {
    clearTimeout(this.#nextTry);
    this.#nextTry = setTimeout(() => this.#wake(), PAUSE_AFTER_ERROR_MILLISECONDS);
  }

  /** Delivers each batch that is full, and the last one when its window is over. */
  async #gather(records: StreamRecord[], since: number | undefined): Promise<void> {
    const { batchSize } = this.#options.mapping;
    for (const record of records) {
      this.#readTo = record.dynamodb.SequenceNumber;
      if (this.#isWanted(record)) this.#gathered.push(record);
      if (this.#gathered.length >= batchSize) await this.#deliver();
      if (this.#isStopped) return;
    }
    if (this.#gathered.length === 0) {
      if (records.length > 0) await this.#save(this.#readTo!);
    } else if (this.#isWindowOver || !this.#window.hasLength) await this.#deliver();
    else this.#window.open(since);
  }

  async #deliver(): Promise<void> {
    const batch = this.#gathered;
    this.#gathered = [];
    this.#window.shut();
    this.#isWindowOver = false;
    const readTo = this.#readTo!;
    const isDone = await this.#delivery.deliver(batch, ({ dynamodb }) => this.#save(dynamodb.SequenceNumber));
    if (isDone) await this.#save(readTo);
  }

  #save(sequenceNumber: string): Promise<void> {
    return this.#options.streams.savePosition(this.consumer, sequenceNumber);
  }

  #isWanted(record: StreamRecord): boolean {
    const { filters } = this.#options.mapping;
    return filters.length === 0 || filters.some((pattern) => matchesPattern(pattern, record));
  }
}
