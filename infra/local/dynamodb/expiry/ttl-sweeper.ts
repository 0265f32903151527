import type { LocalClock } from '../../clock/local-clock.ts';
import type { DynamoDbEngine } from '../engine.ts';

/** AWS deletes an expired item within days. A developer who watches the local table waits a minute. */
const PAUSE_MILLISECONDS = 60_000;

/** Deletes expired items every minute, and at once when a test moves the clock. */
export class TtlSweeper {
  readonly #dynamoDb: DynamoDbEngine;
  readonly #log: (line: string) => void;
  readonly #stop: () => void;
  #sweep: Promise<void> | undefined;

  constructor(dynamoDb: DynamoDbEngine, clock: LocalClock, log: (line: string) => void) {
    this.#dynamoDb = dynamoDb;
    this.#log = log;
    const timer = setInterval(() => this.#start(), PAUSE_MILLISECONDS);
    const unsubscribe = clock.onMove(() => this.#start());
    this.#stop = () => {
      clearInterval(timer);
      unsubscribe();
    };
  }

  get isBusy(): boolean {
    return this.#sweep !== undefined;
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#sweep;
  }

  #start(): void {
    this.#sweep ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      await this.#dynamoDb.sweepTtl();
    } catch (error) {
      this.#log(`TTL sweep: ${(error as Error).message}`);
    }
    this.#sweep = undefined;
  }
}
