import { realNow } from './replace-date.ts';

/**
 * Time on this machine is real time plus one offset that the main thread and every worker thread share. `Date` follows
 * it (replace-date.ts). Timers stay real: a part that waits for a moment subscribes by `onMove` and looks again.
 */
export class LocalClock {
  /** Milliseconds added to real time; hand it to a worker as `workerData` and call `replaceDate` there. */
  readonly offset: SharedArrayBuffer;
  readonly #cell: BigInt64Array;
  readonly #listeners = new Set<() => void>();

  constructor(offset = new SharedArrayBuffer(8)) {
    this.offset = offset;
    this.#cell = new BigInt64Array(offset);
  }

  /** Milliseconds since the epoch, as every part of the local cloud sees them. */
  now(): number {
    return realNow() + Number(Atomics.load(this.#cell, 0));
  }

  /** Moves time forward and has every poller look again at once. */
  advance(milliseconds: number): void {
    Atomics.add(this.#cell, 0, BigInt(Math.round(milliseconds)));
    for (const listener of this.#listeners) listener();
  }

  /** @returns a function that ends the subscription */
  onMove(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
