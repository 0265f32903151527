/** A number of milliseconds from this to that, both included; each time another one is drawn. */
export type Span = readonly [from: number, to: number];

/**
 * What AWS documents that it does, and what a quiet machine with one user would never show. What takes time or comes at
 * random is off by default; the account's limits are AWS's.
 */
export interface AwsBehaviour {
  /**
   * How long a transaction holds its items. Another transaction or write of one of them is refused meanwhile, with
   * `TransactionConflict` or `TransactionConflictException`.
   */
  transactionHoldMs?: Span;
  /** How much later than the table an index shows a write. */
  indexLagMs?: Span;
  /** Share of deliveries that come again, 0 to 1: of queues, streams, schedules, rules and asynchronous invocations. */
  duplicates?: number;
  /** Invocations at once of the whole account: 1,000, and 10 on many new accounts. */
  concurrentExecutions?: number;
  scheduler?: SchedulerQuotas;
}

/** Per second. */
export interface SchedulerQuotas {
  /** `CreateSchedule`; more is refused with `ThrottlingException`. */
  creates?: number;
  /** `UpdateSchedule`, and as many of `DeleteSchedule` and `GetSchedule`. */
  changes?: number;
  /** Targets invoked; more of them wait. */
  invocations?: number;
}

/** Of us-east-1, the region that the local cloud plays. */
export const accountDefaults = {
  concurrentExecutions: 1_000,
  scheduler: { creates: 5_000, changes: 1_000, invocations: 1_000 },
} as const;

/** The invocations of one function that one chain of queues and functions may make. */
export const MAX_RECURSIONS = 16;
