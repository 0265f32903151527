import { setTimeout as wait } from 'node:timers/promises';
import type { LocalClock } from '../clock/local-clock.ts';
import { NextMoment } from './next-moment.ts';

const MAX_AT_ONCE = 64;
const CLOSING_PATIENCE = 1000;

/** Stored work that falls due at a moment, such as schedules and event deliveries. */
export interface DueWorkSource<Item> {
  /** What is due now, earliest first. */
  due(now: number, limit: number): Item[];
  /** The first moment after now at which more falls due. */
  earliestAfter(now: number): number | undefined;
  keyOf(item: Item): string;
  /**
   * Does the work and answers with the function that records its outcome, after which the item must no longer be due.
   * A process that dies in between does the work again: at least once, never less.
   */
  attempt(item: Item): Promise<() => void>;
}

/** Takes up work as it falls due, with one timer for the earliest moment and a bound on what runs at once. */
export class DueWork<Item> {
  readonly #source: DueWorkSource<Item>;
  readonly #log: (line: string) => void;
  readonly #timer: NextMoment;
  readonly #running = new Map<string, Promise<void>>();
  #lookPending = false;
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor(source: DueWorkSource<Item>, clock: LocalClock, log: (line: string) => void) {
    this.#source = source;
    this.#log = log;
    this.#timer = new NextMoment(clock, () => this.look());
  }

  /** Call after each change of what the source holds. */
  look(): void {
    // With every place taken, the end of one looks again.
    if (this.#state !== 'open' || this.#running.size >= MAX_AT_ONCE) return;
    const now = Date.now();
    for (const item of this.#source.due(now, MAX_AT_ONCE)) {
      if (this.#running.size >= MAX_AT_ONCE) break;
      const key = this.#source.keyOf(item);
      if (!this.#running.has(key)) this.#running.set(key, this.#run(key, item));
    }
    this.#timer.set(this.#source.earliestAfter(now));
  }

  /** One look for all that came or ended together: each reads what is due from the database. */
  lookSoon(): void {
    if (this.#lookPending) return;
    this.#lookPending = true;
    setImmediate(() => {
      this.#lookPending = false;
      this.look();
    });
  }

  /** Starts nothing more and waits a little for what runs. */
  async close(): Promise<void> {
    this.#state = 'closing';
    this.#timer.close();
    const patience = new AbortController();
    await Promise.race([
      Promise.allSettled(this.#running.values()),
      wait(CLOSING_PATIENCE, undefined, { signal: patience.signal }).catch(() => {}),
    ]);
    patience.abort();
    this.#state = 'closed';
  }

  async #run(key: string, item: Item): Promise<void> {
    try {
      const record = await this.#source.attempt(item);
      if (this.#state === 'closed') return;
      record();
    } catch (error) {
      // Its key stays in the map: what can't even be recorded would otherwise run in an endless loop.
      this.#log(`${key}: ${error instanceof Error ? error.stack : String(error)}`);
      return;
    }
    this.#running.delete(key);
    this.lookSoon();
  }
}
