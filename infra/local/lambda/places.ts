import { availableParallelism } from 'node:os';

/**
 * Each takes 20 to 30 MB, and few cores run few of them at once. Lambda has a thousand; here an environment that rests makes
 * place for one that is needed. Whoever works with many functions has more, as long as this process stays small: a function
 * that lost its environment loads again, which takes a core for a fifth of a second.
 */
const ENVIRONMENTS = Math.max(14, 4 * availableParallelism());
const SMALL_BYTES = 550 * 1024 * 1024;
const isSmall = () => process.memoryUsage.rss() < SMALL_BYTES;

/** One that has rested for so long is no part of what goes on. */
const UNUSED_MILLISECONDS = 5_000;

/** The environments of one function, as the others see them. */
export interface Tenant {
  /** Running and resting. */
  readonly size: number;
  readonly runs: number;
  /** Running ones that only wait, e.g. for a slow site: they hold nobody up. */
  readonly stalled: number;
  /** When the one that has rested longest began to rest; undefined where none rests. */
  readonly restsSince: number | undefined;
  endLongestResting(): void;
  /** There may be place now. */
  startNext(): void;
}

/** The places that all functions share on this machine. */
export class Places {
  readonly #limit: number;
  readonly #hasMemory: () => boolean;
  readonly #tenants = new Set<Tenant>();

  /**
   * @param limit these and no more; without, some, and more where there is memory
   * @param hasMemory whether there is
   */
  constructor(limit?: number, hasMemory = limit === undefined ? isSmall : () => false) {
    this.#limit = limit ?? ENVIRONMENTS;
    this.#hasMemory = hasMemory;
  }

  add(tenant: Tenant): void {
    this.#tenants.add(tenant);
  }

  /**
   * Whether a function may start one more environment; one of another function that rests ends for it: one that is unused,
   * or one of several. A function of which nothing runs always may: the others may be waiting for it.
   */
  take(tenant: Tenant): boolean {
    const all = [...this.#tenants];
    const taken = all.reduce((sum, { size, stalled }) => sum + size - stalled, 0);
    if (taken < this.#limit || this.#hasMemory()) return true;
    const resting = all.filter(({ restsSince }) => restsSince !== undefined);
    const [longest, ...others] = resting.sort((a, b) => a.restsSince! - b.restsSince!);
    if (longest === undefined) return tenant.runs === 0;
    // Under steady calls of many functions, none loses its only one to the second of another: each would load all the time.
    const isUnused = performance.now() - longest.restsSince! >= UNUSED_MILLISECONDS;
    const spare = isUnused ? longest : [longest, ...others].find(({ size }) => size > 1);
    const leaving = spare ?? (tenant.runs === 0 ? longest : undefined);
    leaving?.endLongestResting();
    return leaving !== undefined;
  }

  /** An invocation has ended. */
  giveBack(): void {
    for (const tenant of this.#tenants) tenant.startNext();
  }
}
