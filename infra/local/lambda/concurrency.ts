import { TemplateError } from '../template/template-error.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** AWS keeps so many for functions without a reservation, or all of a smaller account. */
const MIN_UNRESERVED = 100;

/**
 * The invocations that the account runs at once: those of a function with a reservation have their own places, all others
 * share the rest. What finds no place is throttled.
 */
export class Concurrency {
  readonly #running = new Map<string, number>();
  readonly #unreserved: number;
  #runningUnreserved = 0;

  /** @throws TemplateError for reservations that AWS refuses */
  constructor(accountLimit: number, functions: Iterable<FunctionDefinition>) {
    const reserved = [...functions].reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
    this.#unreserved = accountLimit - reserved;
    if (reserved === 0 || this.#unreserved >= Math.min(MIN_UNRESERVED, accountLimit)) return;
    throw new TemplateError(
      undefined,
      `The template reserves ${reserved} of the account's ${accountLimit} concurrent executions, and AWS keeps ` +
        `${Math.min(MIN_UNRESERVED, accountLimit)} of them unreserved. Reserve less, or have the account's quota raised.`,
    );
  }

  /** @returns the way to give the place back; undefined where there is none */
  take({ arn, reservedConcurrency }: FunctionDefinition): (() => void) | undefined {
    const running = this.#running.get(arn) ?? 0;
    const hasPlace =
      reservedConcurrency === undefined ? this.#runningUnreserved < this.#unreserved : running < reservedConcurrency;
    if (!hasPlace) return undefined;
    this.#move(arn, 1, reservedConcurrency === undefined);
    return () => this.#move(arn, -1, reservedConcurrency === undefined);
  }

  #move(arn: string, by: 1 | -1, isUnreserved: boolean): void {
    this.#running.set(arn, (this.#running.get(arn) ?? 0) + by);
    if (isUnreserved) this.#runningUnreserved += by;
  }
}
