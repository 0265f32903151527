import { emitMetric } from '../cloud/emit-metric.ts';
import { logger } from '../cloud/logger.ts';
import { type Attempt, attemptSchema, type Distribution, type DistributionError } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { nextState } from '../domain/next-state.ts';
import { readDistribution, replaceDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { keys } from '../store/keys.ts';
import { getItem } from '../store/read.ts';
import { GuardFailed, put, transact } from '../store/transact.ts';

const lostWorker: DistributionError = {
  class: 'UNKNOWN_OUTCOME',
  message: 'The publisher stopped during the visible call, so nobody knows whether the post went out.',
  remedy: 'Look at the platform: the post may stand there.',
};

/** Finds an attempt whose worker died in the visible call: its lease ran out and it still says "publishing". */
export async function checkAttempt(
  { tenantId, distributionId }: { tenantId: string; distributionId: string },
  worker: Actor,
): Promise<void> {
  const state = await readDistribution(tenantId, distributionId);
  if (state === undefined || !leaseRanOut(state)) return;
  const actor = { ...worker, correlationId: state.correlationId };
  const item = await getItem(keys.attempt(tenantId, distributionId, state.attempts));
  const lost: Attempt | undefined = item && {
    ...attemptSchema.parse(item),
    state: 'unknown',
    endedAt: new Date().toISOString(),
    error: lostWorker,
  };
  const unknown = nextState(state, 'loseTrack', { error: lostWorker, leaseUntil: undefined });
  try {
    await transact([
      replaceDistribution(state, unknown),
      ...(lost ? [put('attempt', { ...keys.attempt(tenantId, distributionId, lost.number), ...lost })] : []),
      recordEvent(actor, {
        type: 'DISTRIBUTION_OUTCOME_UNKNOWN',
        tenantId,
        entityType: 'distribution',
        entityId: distributionId,
        data: { attempt: state.attempts, error: lostWorker },
      }),
    ]);
    emitMetric('PublishOutcomeUnknown', 'Count', 1, state.platformKind);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    logger.info('The attempt ended at the same moment', { distributionId });
  }
}

function leaseRanOut(state: Distribution): boolean {
  return state.status === 'publishing' && state.leaseUntil !== undefined && Date.parse(state.leaseUntil) < Date.now();
}
