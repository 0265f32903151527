import { sendMessages } from '../aws/queues.ts';
import type { Actor } from '../kernel/events/event.ts';
import { transact } from '../kernel/table/transact.ts';
import type { Distribution } from '../posts/model/distribution.ts';
import { moveDistribution } from '../posts/model/distribution-items.ts';
import { type PublishMessage, refOf } from '../posts/model/publication-ref.ts';
import { sameStatus } from '../posts/model/transitions.ts';
import { enqueuePublication } from '../posts/publishing/enqueue-publication.ts';
import { takeOverPublishing } from '../posts/publishing/take-over-publishing.ts';
import { recordRepair, repairEvent } from './record-repair.ts';
import type { ScheduleFault } from './schedule-fault.ts';

/** After this time the sweep finds a post again that the repair did not help. */
const NEXT_CHECK_MS = 300_000;

/**
 * Sends a post that no worker has taken up in time to the publisher, and records that first. To wake it twice does no harm.
 * One whose worker died in the visible call gets an unknown outcome, which is on record as that.
 *
 * @throws GuardFailed where another worker or request has changed it meanwhile
 */
export async function repairDistribution(state: Distribution, trouble: ScheduleFault, actor: Actor): Promise<void> {
  if (state.status === 'publishing') return takeOverPublishing(state, actor);
  if (state.status === 'unknown') {
    await recordRepair(state, trouble, actor);
    const message: PublishMessage = { kind: 'look', ...refOf(state) };
    return sendMessages('PUBLISH_QUEUE_URL', [{ body: message, delaySeconds: 0 }]);
  }
  const seen = sameStatus(state, { checkAfter: new Date(Date.now() + NEXT_CHECK_MS).toISOString() });
  await transact([...moveDistribution(state, seen), repairEvent(state, trouble, actor)]);
  const due = Date.parse(state.dueAt ?? state.updatedAt);
  await enqueuePublication({ ref: refOf(state), at: Date.now(), hop: 0, visibleAt: due });
}
