import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import type { Distribution } from '../model/distribution.ts';
import { type PublicationRef, refOf } from '../model/publication-ref.ts';
import { enqueueCheck, enqueuePublication } from './enqueue-publication.ts';
import { OVERDUE_MS } from './publish-timing.ts';

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
  if (state.status === 'publishing') {
    // Rare, and most of the code: what the platform can be asked is known to its adapter.
    const { takeOverPublishing } = await import('./take-over-publishing.ts');
    return takeOverPublishing(state, worker);
  }
  const waits = state.status === 'scheduled' || state.status === 'preparing';
  const isOverdue = Date.now() - Date.parse(state.dueAt ?? '') > OVERDUE_MS;
  if (!waits || (leaseEnd === undefined && !isOverdue)) return nothing(`the status is ${state.status}`);
  await enqueuePublication({ ref: refOf(state), at: Date.now(), hop: 0 });
}
