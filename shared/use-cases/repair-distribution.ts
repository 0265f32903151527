import type { Distribution } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { sameStatus } from '../domain/next-state.ts';
import { refOf } from '../domain/publication-ref.ts';
import { replaceDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { transact } from '../store/transact.ts';
import { enqueuePublication } from './enqueue-publication.ts';

/** What can be wrong with what Herald has to do next. */
export type Trouble =
  | 'NO_WAKE_UP'
  | 'LEASE_RAN_OUT'
  | 'NOT_PUBLISHED'
  | 'LOOK_OVERDUE'
  | 'WRONG_SCHEDULE'
  | 'SCHEDULE_WITHOUT_POST';

/** A repair that did not help either is seen again after this. */
const NEXT_CHECK_MS = 300_000;

/**
 * Has a post that nobody looked at in time carried on now, and writes that down first. Waking a post twice is harmless.
 *
 * @throws GuardFailed where somebody else moved it at the same moment
 */
export async function repairDistribution(state: Distribution, trouble: Trouble, actor: Actor): Promise<void> {
  const seen = sameStatus(state, { checkAfter: new Date(Date.now() + NEXT_CHECK_MS).toISOString() });
  await transact([
    replaceDistribution(state, seen),
    recordEvent(actor, {
      type: 'DISTRIBUTION_REPAIRED',
      tenantId: state.tenantId,
      entityType: 'distribution',
      entityId: state.id,
      data: { trouble, status: state.status, dueAt: state.dueAt },
    }),
  ]);
  const due = Date.parse(state.dueAt ?? state.updatedAt);
  await enqueuePublication({ ref: refOf(state), at: Date.now(), hop: 0, visibleAt: due });
}
