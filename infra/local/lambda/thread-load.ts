import type { EventLoopUtilization } from 'node:perf_hooks';
import type { Worker } from 'node:worker_threads';

type Thread = Worker['performance'];

/** A thread that works for less than this share of a while waits for somebody. */
const IDLE_SHARE = 0.1;

/** Whether a worker's thread did nothing but wait in the last while, found out when somebody asks. */
export class ThreadLoad {
  readonly #whileMilliseconds: number;
  #thread: Thread | undefined;
  #measuredAt = 0;
  #measured: EventLoopUtilization | undefined;
  #isIdle = false;

  constructor(whileMilliseconds: number) {
    this.#whileMilliseconds = whileMilliseconds;
  }

  /** Its work begins: what was before does not count. */
  begin(thread: Thread): void {
    this.#thread = thread;
    this.#measuredAt = performance.now();
    this.#measured = thread.eventLoopUtilization();
    this.#isIdle = false;
  }

  get isIdle(): boolean {
    const now = performance.now();
    if (this.#thread !== undefined && now - this.#measuredAt >= this.#whileMilliseconds) {
      const total = this.#thread.eventLoopUtilization();
      this.#isIdle = this.#thread.eventLoopUtilization(total, this.#measured).utilization < IDLE_SHARE;
      this.#measured = total;
      this.#measuredAt = now;
    }
    return this.#isIdle;
  }
}
