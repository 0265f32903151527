import { GuardFailed } from '../../kernel/table/transact.ts';
import { timeLimit } from '../../kernel/time/time-limit.ts';
import type { PlatformContext } from '../../platforms/contract/adapter.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import type { Access } from './access.ts';
import { REFRESH_MS } from './access-timing.ts';
import { platformContext } from './platform-context.ts';
import { toPlatformError } from './to-platform-error.ts';
import { withinTime } from './within-time.ts';

/** After its signal a client has this long to end a call by itself. */
const GRACE_MS = 500;
/** A call with less time than this is not begun again. */
const MIN_CALL_MS = 1_000;

export interface CallLimits {
  /** How long one call may take. */
  callMs: number;
  /**
   * How long everything may take: loading the access, the call, a renewal and the second call. Default: no end, for a
   * caller that holds a lease, renews it in `beforeRenewal` and makes sure of it in `afterRenewal`.
   */
  totalMs?: number;
  /** How long the platform may take to renew the access. Never cut short: a renewed token that is not stored is lost. */
  renewalMs?: number;
  /** What it means when a call has no answer: only a visible call may have taken effect. */
  unanswered: 'RETRY_LATER' | 'UNKNOWN_OUTCOME';
  /** Runs before the access is renewed for a second call. What it throws ends the call. */
  beforeRenewal?: () => Promise<void>;
  /** Runs after the renewal, however long that took, and before the second call. What it throws ends the call. */
  afterRenewal?: () => Promise<void>;
}

/**
 * The one way to call an adapter with an account's credentials: loads them, renews them where they run out soon, and makes
 * the call within its time. Where the platform says that the access has expired (it refused, so nothing took effect), the
 * access is renewed once and the call is made again. A second refusal is thrown as it is.
 *
 * @throws PlatformError as the adapter says; `RETRY_LATER` for what else fails before the call, and as `unanswered` says
 * for what else fails during it
 * @throws GuardFailed as `beforeRenewal`, `afterRenewal` and `call` throw it
 */
export async function withAccess<Result>(
  access: Access,
  limits: CallLimits,
  call: (context: PlatformContext) => Promise<Result>,
): Promise<Result> {
  const { callMs, totalMs = Number.POSITIVE_INFINITY, renewalMs = REFRESH_MS, unanswered } = limits;
  const end = performance.now() + totalMs;
  const left = () => end - performance.now();
  const callOnce = async () => {
    const milliseconds = Math.max(1, Math.min(callMs, Math.floor(left()) - GRACE_MS));
    const limit = timeLimit(milliseconds);
    const context = platformContext(access.account, access.credentials(), limit.signal);
    const when = unanswered === 'UNKNOWN_OUTCOME' ? 'during' : 'before';
    try {
      return await failingAs(when, () => withinTime(call(context), milliseconds + GRACE_MS, unanswered));
    } finally {
      limit.done();
    }
  };
  await failingAs('before', () => access.load(renewalMs));
  try {
    return await callOnce();
  } catch (error) {
    if (!isExpired(error) || !access.canRenew || left() < renewalMs + MIN_CALL_MS) throw error;
  }
  // The platform refused the first call: whatever fails from here to the second one, nothing took effect.
  await failingAs('before', async () => {
    await limits.beforeRenewal?.();
    await access.renew(renewalMs);
    await limits.afterRenewal?.();
  });
  return callOnce();
}

function isExpired(error: unknown): boolean {
  return error instanceof PlatformError && error.failure.class === 'AUTH_EXPIRED';
}

async function failingAs<Result>(when: 'before' | 'during', work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GuardFailed) throw error;
    throw toPlatformError(error, when);
  }
}
