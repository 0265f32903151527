import type { Distribution } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { refOf } from '../domain/publication-ref.ts';
import { checkAttempt } from './check-attempt.ts';
import { enqueuePublication } from './enqueue-publication.ts';
import { recordRepair } from './record-repair.ts';

/** What the sweep and the reconcile command find. */
export type Trouble =
  | 'NO_WAKE_UP'
  | 'LEASE_RAN_OUT'
  | 'NOT_PUBLISHED'
  | 'LOOK_OVERDUE'
  | 'WRONG_SCHEDULE'
  | 'SCHEDULE_WITHOUT_POST';

/** Sends a distribution that nobody looked at in time to the publisher, and puts that on record. */
export async function repairDistribution(state: Distribution, trouble: Trouble, actor: Actor): Promise<void> {
  await recordRepair(state, trouble, actor);
  const { tenantId, id } = state;
  if (state.status === 'publishing') return checkAttempt({ tenantId, distributionId: id }, actor);
  const due = Date.parse(state.dueAt ?? state.updatedAt);
  await enqueuePublication({ ref: refOf(state), at: Date.now(), hop: 0, visibleAt: due });
}
