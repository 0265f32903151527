/** What CloudWatch would count, by the name of its metric there. */
export type MetricName =
  | 'TransactionConflict'
  | 'StaleIndexReads'
  | 'RepeatedDeliveries'
  | 'Throttles'
  | 'RecursiveInvocationsDropped'
  | 'ThrottledSchedulerRequests'
  | 'InvocationThrottleCount';

/** Counts what happened in this process. */
export class LocalMetrics {
  readonly #counts = new Map<MetricName, number>();

  count(name: MetricName): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Names that never happened are left out. */
  all(): Partial<Record<MetricName, number>> {
    return Object.fromEntries(this.#counts);
  }
}
