/** A quota of so many requests in each second. */
export class RateLimit {
  readonly #perSecond: number;
  #second = 0;
  #count = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** @returns the moment at which it may be tried again (milliseconds); undefined where it may pass now */
  pass(): number | undefined {
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#count = 0;
    }
    if (this.#count >= this.#perSecond) return (second + 1) * 1000;
    this.#count += 1;
    return undefined;
  }
}
