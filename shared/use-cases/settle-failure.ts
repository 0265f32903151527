import { emitMetric } from '../cloud/emit-metric.ts';
import type { Attempt } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { describeError, failureRules, nextStep } from '../domain/failure-rules.ts';
import { nextState } from '../domain/next-state.ts';
import { PlatformError } from '../domain/platform-failure.ts';
import { releaseContentHash } from '../store/content-hash-items.ts';
import { replaceDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { keys } from '../store/keys.ts';
import { replacePlatform } from '../store/platform-items.ts';
import { GuardFailed, type LabelledAction, put, transact } from '../store/transact.ts';
import { countError } from '../store/usage-items.ts';
import type { Publication } from './load-publication.ts';
import { postpone } from './postpone-distribution.ts';

/**
 * Writes what a failure means for the post: a later try, an end, or an unknown outcome. `attempt` is missing where the
 * failure came before anything could be visible.
 */
export async function settleFailure(
  publication: Publication,
  error: PlatformError,
  actor: Actor,
  attempt?: Attempt,
): Promise<void> {
  const { state, platform } = publication;
  const now = Date.now();
  const described = describeError(error);
  const next = nextStep(error, state, platform, now, Math.random());
  const ended = attempt === undefined ? [] : [endAttempt(publication, attempt, next.step, described)];
  if (next.step === 'retry' || next.step === 'defer') {
    const counts = next.step === 'retry' ? 'retryCount' : 'waitCount';
    await postpone(state, { at: next.at, reason: error.failure.class, counts, error: described }, actor, ended);
  } else {
    const lost = next.step === 'unknown' && attempt !== undefined;
    const settled = nextState(state, lost ? 'loseTrack' : 'fail', {
      error: described,
      leaseUntil: undefined,
    });
    await transact([
      replaceDistribution(state, settled),
      ...ended,
      recordEvent(actor, {
        type: lost ? 'DISTRIBUTION_OUTCOME_UNKNOWN' : 'DISTRIBUTION_FAILED',
        tenantId: state.tenantId,
        entityType: 'distribution',
        entityId: state.id,
        data: { error: described, ...(attempt && { attempt: attempt.number }) },
      }),
    ]);
    emitMetric(lost ? 'PublishOutcomeUnknown' : 'PublishFailed', 'Count', 1, platform.kind);
    if (!lost && state.contentHash !== undefined) {
      await releaseContentHash({ ...state, distributionId: state.id }, state.contentHash);
    }
  }
  await disconnect(publication, error, actor);
  await countError(state.tenantId, platform.id, now);
}

/**
 * Any other error than the adapter's own: before the call nothing can stand on the platform; during it, nobody knows.
 */
export function toPlatformError(error: unknown, when: 'before' | 'during'): PlatformError {
  if (error instanceof PlatformError) return error;
  const failure = when === 'before' ? ({ class: 'RETRY_LATER' } as const) : ({ class: 'UNKNOWN_OUTCOME' } as const);
  const name = error instanceof Error ? error.name : 'unknown error';
  return new PlatformError(failure, `Publishing stopped on an unexpected ${name}.`, {
    remedy: 'See the log of the publish function for the cause.',
    cause: error,
  });
}

function endAttempt({ state }: Publication, attempt: Attempt, step: string, error: Attempt['error']): LabelledAction {
  const ended: Attempt = {
    ...attempt,
    state: step === 'unknown' ? 'unknown' : 'failed',
    endedAt: new Date().toISOString(),
    error,
  };
  return put('attempt', { ...keys.attempt(state.tenantId, state.id, attempt.number), ...ended });
}

/**
 * The platform refuses the account: said once, on the platform and in the log. Apart from the post's transaction: many
 * posts of one account can meet this at the same moment, and one of them is enough.
 */
async function disconnect({ platform }: Publication, error: PlatformError, actor: Actor): Promise<void> {
  if (!failureRules[error.failure.class].disconnects || platform.connection === 'reconnect') return;
  const after = { ...platform, connection: 'reconnect' as const, updatedAt: new Date().toISOString() };
  try {
    await transact([
      replacePlatform(platform, after),
      recordEvent(actor, {
        type: 'PLATFORM_NEEDS_RECONNECT',
        tenantId: platform.tenantId,
        entityType: 'platform',
        entityId: platform.id,
        data: { error: describeError(error) },
      }),
    ]);
  } catch (failure) {
    if (!(failure instanceof GuardFailed)) throw failure;
  }
}
