/**
 * Time on this machine is real time plus one offset that the main thread and every worker thread share.
 *
 * `Date` itself is replaced, so that libraries (fauxqs, dynalite) and function bundles live in the same time without
 * knowing of it. Timers stay real: whoever waits for a moment looks again when the clock moves.
 */
export class LocalClock {
  /** Milliseconds added to real time; hand it to a worker as `workerData` and call `installClock` there. */
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

const RealDate = globalThis.Date;
const realNow = RealDate.now.bind(RealDate);

/** Replaces `Date` in this thread by one that adds the shared offset. Returns the way back. */
export function installClock(offset: SharedArrayBuffer): () => void {
  const cell = new BigInt64Array(offset);
  const now = () => realNow() + Number(Atomics.load(cell, 0));
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget === globalThis.Date ? target : newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  return () => {
    globalThis.Date = RealDate;
  };
}
