import { DAY_MS } from '../../kernel/time/durations.ts';
import type { PlatformError, PlatformFailureClass } from '../../platforms/contract/platform-failure.ts';
import { believable } from '../../platforms/http/retry-after.ts';

interface FailureRule {
  /**
   * What becomes of the post: tried again after a back-off, when the platform says, once the account is reconnected,
   * never, or asked for at the platform.
   */
  action: 'back_off' | 'wait' | 'hold' | 'give_up' | 'look_up';
}

/** One rule per class of failure. */
export const failureRules: Record<PlatformFailureClass, FailureRule> = {
  RETRY_LATER: { action: 'back_off' },
  AUTH_EXPIRED: { action: 'back_off' },
  RATE_LIMITED: { action: 'wait' },
  DAILY_CAP: { action: 'wait' },
  RECONNECT: { action: 'hold' },
  PERMISSION: { action: 'give_up' },
  ACCOUNT_PROBLEM: { action: 'give_up' },
  CONTENT_REJECTED: { action: 'give_up' },
  DUPLICATE: { action: 'give_up' },
  NOT_FOUND: { action: 'give_up' },
  OPERATOR: { action: 'give_up' },
  UNKNOWN_OUTCOME: { action: 'look_up' },
};

/** Waiting for a limit is no failed try, but nothing waits without end. */
const MAX_WAITS = 24;
const MIN_BACK_OFF_MS = 1_000;

/** Most platforms count a day in UTC; one that does not gives its own time. */
const nextDay = (now: number) => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

export type NextStep =
  | { step: 'retry' | 'defer'; at: number }
  | { step: 'hold' }
  | { step: 'fail' }
  | { step: 'unknown' };

interface RetryPolicy {
  maxRetries: number;
  retryDelaySeconds: number;
}

/**
 * What to do after a failure, at `now` (milliseconds). `random` is in [0, 1): the back-off has full jitter (anything from
 * nothing to the whole delay, which doubles with each try), so that posts which failed together do not come back together.
 */
export function nextStep(
  error: PlatformError,
  counts: { retryCount: number; waitCount: number },
  policy: RetryPolicy,
  now: number,
  random: number,
): NextStep {
  const { failure } = error;
  const { retryCount, waitCount } = counts;
  const rule = failureRules[failure.class];
  if (rule.action === 'look_up') return { step: 'unknown' };
  if (rule.action === 'give_up') return { step: 'fail' };
  if (rule.action === 'hold') return { step: 'hold' };
  const delay = policy.retryDelaySeconds * 1000 * 2 ** Math.min(retryCount + waitCount, 6);
  const backOff =
    failure.class === 'DAILY_CAP' ? nextDay(now) : now + Math.max(MIN_BACK_OFF_MS, Math.round(delay * random));
  const said = 'retryAt' in failure ? failure.retryAt : undefined;
  const meant = said === undefined ? undefined : believable(said, now);
  const at = meant === undefined ? backOff : Math.max(meant, now);
  if (rule.action === 'wait') return waitCount < MAX_WAITS ? { step: 'defer', at } : { step: 'fail' };
  return retryCount < policy.maxRetries ? { step: 'retry', at } : { step: 'fail' };
}
