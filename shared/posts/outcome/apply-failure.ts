import { markReconnectNeeded } from '../../accounts/access/connection.ts';
import { blockPlatform, countError } from '../../accounts/account-health-items.ts';
import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed, putAlways, transact } from '../../kernel/table/transact.ts';
import { describeError } from '../../platforms/contract/describe-error.ts';
import { PlatformError } from '../../platforms/contract/platform-failure.ts';
import { releaseText } from '../model/content-hash-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution, readDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postKeys } from '../model/keys.ts';
import { nextState } from '../model/next-state.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { giveBackQuota } from '../quota/quota-items.ts';
import { unresolvedEvent } from './apply-lookup.ts';
import { type NextStep, nextStep } from './failure-rules.ts';
import { firstLookAt } from './look-times.ts';
import { postpone } from './postpone-distribution.ts';
import { postsAtRisk } from './posts-at-risk.ts';
import { waitForReconnect } from './wait-for-reconnect.ts';

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
  // Marked before the post is held: whoever reconnects the platform from now on releases the post.
  const connection = await markReconnectNeeded(access.account, error, actor, postsAtRisk);
  const step = nextStep(error, state, account, now, Math.random());
  const hasNewAccess = step.step === 'hold' && connection === 'connected' && state.retryCount < account.maxRetries;
  // New access that is refused again and again is no reason to wait for newer.
  const isRefusedAgain = step.step === 'hold' && connection === 'connected' && !hasNewAccess;
  const next: NextStep = hasNewAccess ? { step: 'retry', at: now } : isRefusedAgain ? { step: 'fail' } : step;
  try {
    await write(state, next, error, actor, attempt);
  } catch (conflict) {
    // A check may have given this attempt up for lost in the meantime: what the platform said counts for more.
    if (!(conflict instanceof GuardFailed) || attempt === undefined || next.step === 'unknown') throw conflict;
    const current = await readDistribution(state.tenantId, state.id);
    if (current?.status !== 'unknown' || current.attempts !== attempt.number) throw conflict;
    await write(current, next.step === 'hold' ? { step: 'defer', at: now } : next, error, actor, attempt);
  }
  if (next.step === 'defer') await blockPlatform(state.tenantId, account.id, new Date(next.at).toISOString());
  await countError(state.tenantId, account.id, now);
}

async function write(
  state: Distribution,
  next: NextStep,
  error: PlatformError,
  actor: Actor,
  attempt: Attempt | undefined,
): Promise<void> {
  const described = describeError(error);
  const ended = attempt === undefined ? [] : [endAttempt(state, attempt, next, error)];
  // What the platform refused does not stand there, so it does not count against its limits.
  const given = next.step === 'unknown' ? [] : giveBackQuota(state, attempt?.ledgerAt);
  if (next.step === 'hold') {
    const further = [...ended, ...giveBackQuota(state, attempt?.ledgerAt)];
    return waitForReconnect(state, actor, { error: described, further });
  }
  if (next.step === 'retry' || next.step === 'defer') {
    const counts = next.step === 'retry' ? 'retryCount' : 'waitCount';
    const to = { at: next.at, reason: error.failure.class, counts, error: described } as const;
    return postpone(state, to, actor, [...ended, ...given]);
  }
  const lost = next.step === 'unknown';
  const settled = nextState(state, lost ? 'loseTrack' : 'fail', {
    error: described,
    leaseUntil: undefined,
    ledgerAt: undefined,
    waitingSince: undefined,
    ...(lost ? { lookAt: firstLookAt(state.platformKind), lookCount: 0 } : { lookAt: undefined, lookCount: undefined }),
  });
  // A platform that cannot be asked leaves it to a person at once.
  const isUnresolved = lost && settled.lookAt === undefined;
  await transact([
    ...moveDistribution(state, settled),
    ...ended,
    ...given,
    ...giveBackQuota(state, state.ledgerAt),
    recordEvent(actor, lost ? postEvents.DISTRIBUTION_OUTCOME_UNKNOWN : postEvents.DISTRIBUTION_FAILED, {
      tenantId: state.tenantId,
      entityId: state.id,
      data: { error: described, ...(attempt && { attempt: attempt.number }) },
    }),
    ...(isUnresolved ? [unresolvedEvent(settled, actor)] : []),
  ]);
  const metric = lost ? (isUnresolved ? 'PublishUnresolved' : 'PublishOutcomeUnknown') : 'PublishFailed';
  emitMetric(metric, 'Count', 1, state.platformKind);
  if (!lost) await releaseText(state);
}

/** Before the visible call no outcome is unknown: nothing can stand on the platform, so it is simply tried again. */
function beforeTheCall(error: PlatformError): PlatformError {
  if (error.failure.class !== 'UNKNOWN_OUTCOME') return error;
  return new PlatformError({ class: 'RETRY_LATER' }, error.message, {
    remedy: 'Nothing: the post is tried again.',
    platformCode: error.platformCode,
    httpStatus: error.httpStatus,
    cause: error,
  });
}

function endAttempt(state: Distribution, attempt: Attempt, { step }: NextStep, error: PlatformError): LabelledAction {
  const ended: Attempt = {
    ...attempt,
    state: step === 'unknown' ? 'unknown' : 'failed',
    endedAt: new Date().toISOString(),
    error: describeError(error),
  };
  return putAlways({ ...postKeys.attempt(state.tenantId, state.id, attempt.number), ...ended });
}
