import type { Actor } from '../../kernel/events/event.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { adapterFor } from '../../platforms/registry.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { withPauseGuard } from '../model/group-pause.ts';
import { courseOf, postEvent } from '../model/post-event.ts';
import { nextState } from '../model/transitions.ts';
import { wakeTime } from '../planning/wake-time.ts';
import { giveBackQuota } from '../quota/quota-items.ts';

/**
 * Puts a post off to a later moment as a new version of its plan; the stream turns that into a wake-up. A failed
 * try is counted apart from a wait for a limit. In a paused cross-post it is held until that is resumed.
 */
export async function postpone(
  state: Distribution,
  to: {
    at: number;
    reason: string;
    counts?: 'retryCount' | 'waitCount';
    error?: DistributionError;
    /** The one that ended. */
    attempt?: Attempt | undefined;
  },
  actor: Actor,
  extraWrites: LabelledAction[] = [],
): Promise<void> {
  const dueAt = new Date(to.at).toISOString();
  const plan = {
    dueAt,
    // After a failure nothing is asked of the platform before the new time, not even to prepare.
    wakeAt: to.counts ? dueAt : wakeTime(adapterFor(state.platformKind), to.at),
    ...(to.counts && { [to.counts]: state[to.counts] + 1 }),
    ...(to.counts === 'retryCount' && { lastRetryAt: new Date().toISOString() }),
    ...(to.error && { error: to.error }),
  };
  const type = to.counts === 'retryCount' ? postEvents.DISTRIBUTION_RETRY_SCHEDULED : postEvents.DISTRIBUTION_DEFERRED;
  await withPauseGuard(state, ({ held, guards }) => {
    const later = nextState(state, 'postpone', { ...plan, held });
    return transact([
      ...moveDistribution(state, later),
      ...giveBackQuota(state, state.ledgerAt),
      ...extraWrites,
      ...guards,
      postEvent(actor, state, type, {
        reason: to.reason,
        newTime: dueAt,
        retryCount: later.retryCount,
        ...(held && { held }),
        ...(to.error && { error: to.error }),
        ...courseOf(to.attempt),
      }),
    ]);
  });
}
