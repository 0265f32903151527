import { NextMoment } from '../aws/next-moment.ts';
import type { LocalClock } from '../clock/local-clock.ts';

/** How long Lambda goes on gathering a batch that is not full, from its first record on; by the clock that tests move. */
export class BatchWindow {
  readonly #milliseconds: number;
  readonly #onEnd: () => void;
  readonly #timer: NextMoment;
  #isOpen = false;

  /** @param onEnd called at the end of a window that nobody has shut */
  constructor(clock: LocalClock, seconds: number, onEnd: () => void) {
    this.#milliseconds = seconds * 1000;
    this.#onEnd = onEnd;
    this.#timer = new NextMoment(clock, () => this.end());
  }

  /** Without a window a batch goes out with what there is. */
  get hasLength(): boolean {
    return this.#milliseconds > 0;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * One that is open goes on as it is.
   *
   * @param since when its first record was there
   */
  open(since = Date.now()): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#timer.set(since + this.#milliseconds);
  }

  /** Ends it now. */
  end(): void {
    if (!this.#isOpen) return;
    this.shut();
    this.#onEnd();
  }

  /** The batch went out before the end. */
  shut(): void {
    this.#isOpen = false;
    this.#timer.set(undefined);
  }

  close(): void {
    this.shut();
    this.#timer.close();
  }
}
