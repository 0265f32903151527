/** API Gateway's token bucket: `burstLimit` requests at once, refilled at `rateLimit` a second. */
export class Throttle {
  readonly #rateLimit: number;
  readonly #burstLimit: number;
  #tokens: number;
  #filledAt = Date.now();

  constructor({ rateLimit, burstLimit }: { rateLimit: number; burstLimit: number }) {
    this.#rateLimit = rateLimit;
    this.#burstLimit = burstLimit;
    this.#tokens = burstLimit;
  }

  /** Whether one more request may pass now. */
  pass(): boolean {
    const now = Date.now();
    this.#tokens = Math.min(this.#burstLimit, this.#tokens + ((now - this.#filledAt) / 1000) * this.#rateLimit);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
