import { setTimeout as wait } from 'node:timers/promises';
import { AwsError } from '../../aws/aws-error.ts';
import type { Span } from '../../faults/aws-behaviour.ts';
import type { LocalMetrics } from '../../faults/local-metrics.ts';
import type { SeededRandom } from '../../faults/seeded-random.ts';
import { transactionCancelled } from '../aws-errors.ts';

/**
 * The items of transactions under way. DynamoDB prepares a transaction on all its items before it commits, some
 * milliseconds in which another transaction or write of one of them is refused; reads are not.
 */
export class HeldItems {
  readonly #span: Span;
  readonly #random: SeededRandom;
  readonly #metrics: LocalMetrics;
  readonly #held = new Set<string>();
  readonly #tokens = new Set<string>();
  readonly #running = new Set<Promise<unknown>>();

  constructor(span: Span, random: SeededRandom, metrics: LocalMetrics) {
    this.#span = span;
    this.#random = random;
    this.#metrics = metrics;
  }

  /**
   * Holds the items of a transaction for a while, and then runs its work.
   *
   * @param items one for each action, `undefined` where its key is invalid
   * @throws AwsError TransactionCanceledException where another transaction holds one of them,
   *   TransactionInProgressException where the same request is under way
   */
  async whileHeld<Answer>(
    items: (string | undefined)[],
    token: string | undefined,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    if (token !== undefined && this.#tokens.has(token)) {
      throw new AwsError(
        'TransactionInProgressException',
        'The transaction with the given request token is already in progress.',
      );
    }
    const isTaken = (item: string | undefined) => item !== undefined && this.#held.has(item);
    if (items.some(isTaken)) {
      this.#metrics.count('TransactionConflict');
      const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } as const;
      throw transactionCancelled(items.map((item) => (isTaken(item) ? conflict : { Code: 'None' })));
    }
    const own = items.filter((item) => item !== undefined);
    for (const item of own) this.#held.add(item);
    if (token !== undefined) this.#tokens.add(token);
    const running = wait(this.#random.between(...this.#span)).then(work);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      for (const item of own) this.#held.delete(item);
      if (token !== undefined) this.#tokens.delete(token);
    }
  }

  /** Resolves when no transaction is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  /** @throws AwsError TransactionConflictException where a transaction holds the item */
  refuseIfHeld(item: string): void {
    if (!this.#held.has(item)) return;
    this.#metrics.count('TransactionConflict');
    throw new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
  }
}
