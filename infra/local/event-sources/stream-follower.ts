import { matchesPattern } from '../aws/event-bus/event-pattern.ts';
import type { StreamRecord, TableStreams } from '../dynamodb/engine.ts';
import { tableNameOf } from './mappings.ts';
import { StreamDelivery, type StreamDeliveryOptions } from './stream-delivery.ts';

export interface StreamFollowerOptions extends StreamDeliveryOptions {
  streams: TableStreams;
  /** Called when the follower has come to the end of the stream. */
  onCaughtUp(): void;
}

const READ_AT_ONCE = 100;
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
  #isReading = false;
  #isStopped = false;
  #reading: Promise<void> = Promise.resolve();

  constructor(options: StreamFollowerOptions) {
    this.#options = options;
    const { mapping, streams } = options;
    this.tableName = tableNameOf(mapping.streamArn);
    this.consumer = `${mapping.functionArn} ${this.tableName}`;
    this.#delivery = new StreamDelivery(options);
    this.#unsubscribe = streams.onRecords((tableName) => {
      if (tableName === this.tableName) this.#wake();
    });
    this.#wake();
  }

  /** Whether there are records left to read. One that waits to try again is not busy. */
  get isBusy(): boolean {
    return (this.#isReading || this.#isWokenAgain) && !this.#delivery.isPausing;
  }

  /** Stops after the invocation that runs. */
  async close(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    clearTimeout(this.#nextTry);
    this.#delivery.stop();
    await this.#reading;
  }

  #wake(): void {
    this.#isWokenAgain = true;
    if (!this.#isReading && !this.#isStopped) this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    const { streams, onCaughtUp, log } = this.#options;
    this.#isReading = true;
    try {
      let position = await streams.loadPosition(this.consumer);
      while (!this.#isStopped && this.#isWokenAgain) {
        this.#isWokenAgain = false;
        const records = await streams.read(this.tableName, position, READ_AT_ONCE);
        if (records.length === 0) continue;
        this.#isWokenAgain = true;
        position = await this.#work(records);
      }
      onCaughtUp();
    } catch (error) {
      if (this.#isStopped) return;
      log(`${this.consumer}: ${(error as Error).stack}`);
      this.#tryAgainSoon();
    } finally {
      this.#isReading = false;
    }
  }

  /** No new record may come for long, and those that are there wait. */
  #tryAgainSoon(): void {
    clearTimeout(this.#nextTry);
    this.#nextTry = setTimeout(() => this.#wake(), PAUSE_AFTER_ERROR_MILLISECONDS);
  }

  /** @returns the position after the last record that is dealt with */
  async #work(records: StreamRecord[]): Promise<string> {
    const { mapping, streams } = this.#options;
    const save = ({ dynamodb }: StreamRecord) => streams.savePosition(this.consumer, dynamodb.SequenceNumber);
    let batch: StreamRecord[] = [];
    for (const record of records) {
      if (this.#isWanted(record)) batch.push(record);
      const isLast = record === records.at(-1);
      if (batch.length < mapping.batchSize && !isLast) continue;
      const isDone = await this.#delivery.deliver(batch, save);
      if (!isDone) return batch[0]!.dynamodb.SequenceNumber;
      await save(record);
      batch = [];
    }
    return records.at(-1)!.dynamodb.SequenceNumber;
  }

  #isWanted(record: StreamRecord): boolean {
    const { filters } = this.#options.mapping;
    return filters.length === 0 || filters.some((pattern) => matchesPattern(pattern, record));
  }
}
