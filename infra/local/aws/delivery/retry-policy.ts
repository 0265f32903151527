import * as z from 'zod';

/** How Scheduler and EventBridge try again; both make up to 185 attempts within a day by default. */
export const RetryPolicy = z.object({
  MaximumRetryAttempts: z.number().int().min(0).max(185).default(185),
  MaximumEventAgeInSeconds: z.number().int().min(60).max(86_400).default(86_400),
});
export type RetryPolicy = z.output<typeof RetryPolicy>;

export type NextAttempt = { at: number } | { exhausted: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' };

const MAX_PAUSE_SECONDS = 600;

/**
 * When to try again after a failure: 1 s, 2 s, 4 s, ... up to 10 minutes.
 *
 * The age counts from the first attempt, not from the due time: a machine that slept for a day still has to try once.
 *
 * @param failures attempts that have failed so far, the first one included
 * @param firstAttemptAt milliseconds since the epoch
 */
export function nextAttempt(policy: RetryPolicy, failures: number, firstAttemptAt: number, now: number): NextAttempt {
  if (failures > policy.MaximumRetryAttempts) return { exhausted: 'MaximumRetryAttempts' };
  const at = now + Math.min(2 ** (failures - 1), MAX_PAUSE_SECONDS) * 1000;
  if (at > firstAttemptAt + policy.MaximumEventAgeInSeconds * 1000) return { exhausted: 'MaximumEventAgeInSeconds' };
  return { at };
}
