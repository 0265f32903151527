import type { AwsBehaviour } from '../../infra/local/faults/aws-behaviour.ts';

/** What AWS does beside the faults of a run: transactions meet, indexes come late, and deliveries come again. */
export const crashBehaviour = {
  transactionHoldMs: [5, 12],
  indexLagMs: [10, 1_000],
  duplicates: 0.05,
} as const satisfies AwsBehaviour;
