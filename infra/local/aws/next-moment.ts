import type { LocalClock } from '../clock/local-clock.ts';

/** `setTimeout` fires at once when asked for more than 2^31 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** One timer that calls back when a moment of the local clock has come, also when the clock is moved past it. */
export class NextMoment {
  readonly #onDue: () => void;
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | undefined;
  #at: number | undefined;

  constructor(clock: LocalClock, onDue: () => void) {
    this.#onDue = onDue;
    this.#unsubscribe = clock.onMove(() => this.set(this.#at));
  }

  /** @param at milliseconds since the epoch; `undefined` waits for nothing */
  set(at: number | undefined): void {
    clearTimeout(this.#timer);
    this.#at = at;
    if (at === undefined) return;
    this.#timer = setTimeout(() => this.#ring(), Math.min(Math.max(0, at - Date.now()), MAX_TIMER_MS));
  }

  /** Like `set`, but never puts an earlier moment off. */
  setIfEarlier(at: number): void {
    if (this.#at === undefined || at < this.#at) this.set(at);
  }

  close(): void {
    this.#unsubscribe();
    this.set(undefined);
  }

  #ring(): void {
    // A timer may end a millisecond before `Date.now()` says so.
    if (this.#at !== undefined && this.#at > Date.now()) {
      this.set(this.#at);
      return;
    }
    this.#at = undefined;
    this.#onDue();
  }
}
