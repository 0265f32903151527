import { markReconnectNeeded } from '../../accounts/access/connection.ts';
import { blockPlatform, countError } from '../../accounts/account-health-items.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { describeError } from '../../platforms/contract/describe-error.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import { endAttempt } from '../model/attempt-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { giveBackQuota } from '../quota/quota-items.ts';
import { failPost } from './fail-post.ts';
import { type NextStep, nextStep } from './failure-rules.ts';
import { markOutcomeUnknown } from './mark-outcome-unknown.ts';
import { postpone } from './postpone-distribution.ts';
import { postsAtRisk } from './posts-at-risk.ts';
import { waitForReconnect } from './wait-for-reconnect.ts';
import { writeOverLost } from './write-over-lost.ts';

/**
 * Writes what a failure means for the post: a later try, an end, or an unknown outcome. `attempt` is missing where the
 * failure came before anything could be visible.
 */
export async function applyFailure(
  publication: Publication,
  failed: PlatformError,
  actor: Actor,
  attempt?: Attempt,
): Promise<void> {
  const { state, account, access } = publication;
  const error = attempt === undefined ? beforeTheCall(failed) : failed;
  const now = Date.now();
  // Marked before the post is held: a user who reconnects the account from now on releases the post.
  const connection = await markReconnectNeeded(access.account, error, actor, postsAtRisk);
  const step = nextStep(error, state, account, now, Math.random());
  const hasNewAccess = step.step === 'hold' && connection === 'connected' && state.retryCount < account.maxRetries;
  // New access that is refused again and again is no reason to wait for newer.
  const isRefusedAgain = step.step === 'hold' && connection === 'connected' && !hasNewAccess;
  const next: NextStep = hasNewAccess ? { step: 'retry', at: now } : isRefusedAgain ? { step: 'fail' } : step;
  if (attempt === undefined || next.step === 'unknown') await write(state, next, error, actor, attempt);
  else {
    await writeOverLost(state, attempt, (current, isLost) =>
      write(current, isLost && next.step === 'hold' ? { step: 'defer', at: now } : next, error, actor, attempt),
    );
  }
  if (next.step === 'defer') await blockPlatform(state.tenantId, account.id, new Date(next.at).toISOString());
  await countError(state.tenantId, account.id, now);
}

async function write(
  state: Distribution,
  next: NextStep,
  failed: PlatformError,
  actor: Actor,
  attempt: Attempt | undefined,
): Promise<void> {
  const error = describeError(failed);
  if (next.step === 'unknown') return markOutcomeUnknown(state, error, actor, attempt);
  if (next.step === 'fail') return failPost(state, error, actor, attempt);
  // The platform refused, so nothing is published there, and it does not count against the limits.
  const ended = [...endAttempt(state, attempt, { state: 'failed', error }), ...giveBackQuota(state, attempt?.ledgerAt)];
  if (next.step === 'hold') return waitForReconnect(state, actor, { error, attempt, extraWrites: ended });
  const counts = next.step === 'retry' ? 'retryCount' : 'waitCount';
  await postpone(state, { at: next.at, reason: failed.failure.class, counts, error, attempt }, actor, ended);
}

/** Before the visible call no outcome is unknown: nothing was published, so the worker tries again. */
function beforeTheCall(error: PlatformError): PlatformError {
  if (error.failure.class !== 'UNKNOWN_OUTCOME') return error;
  return new PlatformError({ class: 'RETRY_LATER' }, error.message, {
    remedy: 'Nothing: the post is tried again.',
    platformCode: error.platformCode,
    httpStatus: error.httpStatus,
    cause: error,
  });
}
