import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { logger } from '../../kernel/logger.ts';
import { GuardFailed, putAlways, transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution, readDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postKeys } from '../model/keys.ts';
import { nextState } from '../model/transitions.ts';
import { type PublicationRef, refOf } from '../model/publication-ref.ts';
import { unresolvedEvent } from '../outcome/apply-lookup.ts';
import { firstLookAt } from '../outcome/look-times.ts';
import { readAttempt } from '../outcome/look-up-outcome.ts';
import { enqueueChecks } from './enqueue-publication.ts';
import { OVERDUE_MS } from './publish-timing.ts';
import { runPublication } from './run-publication.ts';

const lostWorker: DistributionError = {
  class: 'UNKNOWN_OUTCOME',
  message: 'The publisher stopped during the visible call, so nobody knows whether the post went out.',
  remedy: 'Nothing yet: the platform is asked.',
};

/**
 * Comes after a lease's end: a worker that died in its visible call leaves an unknown outcome; one that died before it,
 * or a plan that nobody has begun, is carried out now.
 */
export async function checkAttempt(ref: PublicationRef, worker: Actor): Promise<void> {
  const state = await readDistribution(ref.tenantId, ref.distributionId);
  const nothing = (reason: string) => logger.info('Nothing to check', { ...ref, reason });
  if (state === undefined) return nothing('the distribution is gone');
  if (state.version !== ref.version) return nothing(`the plan is at version ${state.version}`);
  const leaseEnd = state.leaseUntil === undefined ? undefined : Date.parse(state.leaseUntil);
  if (leaseEnd !== undefined && leaseEnd >= Date.now()) return enqueueChecks(refOf(state), [leaseEnd]);
  if (state.status === 'publishing') return loseTrack(state, worker);
  const waits = state.status === 'scheduled' || state.status === 'preparing';
  const isOverdue = Date.now() - Date.parse(state.dueAt ?? '') > OVERDUE_MS;
  if (!waits || (leaseEnd === undefined && !isOverdue)) return nothing(`the status is ${state.status}`);
  await runPublication(refOf(state), 0, worker);
}

/** The lease of an attempt ran out while it said "publishing". */
export async function loseTrack(state: Distribution, worker: Actor): Promise<void> {
  const { tenantId, id } = state;
  const actor = { ...worker, correlationId: state.correlationId };
  const attempt = await readAttempt(state);
  const endedAt = new Date().toISOString();
  const lost: Attempt | undefined = attempt && { ...attempt, state: 'unknown', endedAt, error: lostWorker };
  const lookAt = firstLookAt(state.platformKind);
  const unknown = nextState(state, 'loseTrack', { error: lostWorker, leaseUntil: undefined, lookAt, lookCount: 0 });
  try {
    await transact([
      ...moveDistribution(state, unknown),
      ...(lost ? [putAlways({ ...postKeys.attempt(tenantId, id, lost.number), ...lost })] : []),
      recordEvent(actor, postEvents.DISTRIBUTION_OUTCOME_UNKNOWN, {
        tenantId,
        entityId: id,
        data: { attempt: state.attempts, error: lostWorker },
      }),
      ...(lookAt === undefined ? [unresolvedEvent(unknown, actor)] : []),
    ]);
    emitMetric(lookAt === undefined ? 'PublishUnresolved' : 'PublishOutcomeUnknown', 'Count', 1, state.platformKind);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    logger.info('The attempt ended at the same moment', { id });
  }
}
