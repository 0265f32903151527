import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { tryGuarded } from '../../kernel/table/try-guarded.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { readAttempt } from '../model/attempt-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { type PublicationRef, refOf } from '../model/publication-ref.ts';
import { markOutcomeUnknown } from '../outcome/mark-outcome-unknown.ts';
import { enqueueCheck, enqueuePublication } from './enqueue-publication.ts';
import { OVERDUE_MS } from './publish-timing.ts';

const lostWorker: DistributionError = {
  class: 'UNKNOWN_OUTCOME',
  message: 'The publisher stopped during the visible call, so it is unknown whether the post was published.',
  remedy: 'Nothing yet: the platform is asked.',
};

/**
 * Comes after a lease's end: a worker that died in its visible call leaves an unknown outcome; one that died before it,
 * or a plan that no worker has begun, goes to the publisher now.
 *
 * @param state of the distribution, undefined where it is gone
 */
export async function checkAttempt(ref: PublicationRef, state: Distribution | undefined, worker: Actor): Promise<void> {
  const nothing = (reason: string) => logger.info('Nothing to check', { ...ref, reason });
  if (state === undefined) return nothing('the distribution is gone');
  if (state.version !== ref.version) return nothing(`the plan is at version ${state.version}`);
  const leaseEnd = state.leaseUntil === undefined ? undefined : Date.parse(state.leaseUntil);
  if (leaseEnd !== undefined && leaseEnd >= Date.now()) return enqueueCheck(ref, leaseEnd);
  if (state.status === 'publishing') return takeOverPublishing(state, worker);
  const waits = state.status === 'scheduled' || state.status === 'preparing';
  const isOverdue = Date.now() - Date.parse(state.dueAt ?? '') > OVERDUE_MS;
  if (!waits || (leaseEnd === undefined && !isOverdue)) return nothing(`the status is ${state.status}`);
  await enqueuePublication({ ref: refOf(state), at: Date.now(), hop: 0 });
}

/** The lease of an attempt ran out while it said "publishing". */
export async function takeOverPublishing(state: Distribution, worker: Actor): Promise<void> {
  const actor = { ...worker, correlationId: state.correlationId };
  const attempt = await readAttempt(state);
  const quicker = await tryGuarded(() => markOutcomeUnknown(state, lostWorker, actor, attempt));
  if (quicker !== undefined) logger.info('The attempt ended at the same moment', { id: state.id });
}
