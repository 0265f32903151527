import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { endAttempt } from '../model/attempt-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { courseOf, postEvent } from '../model/post-event.ts';
import { nextState } from '../model/transitions.ts';
import { unresolvedEvent } from './apply-lookup.ts';
import { firstLookAt } from './look-times.ts';

/**
 * The one way in which an outcome becomes unknown: no worker sends the post again before the platform is asked. If the
 * platform cannot be asked, the user decides at once.
 *
 * @param attempt missing where its record is gone
 * @throws GuardFailed where the outcome becomes known at the same moment
 */
export async function markOutcomeUnknown(
  state: Distribution,
  error: DistributionError,
  actor: Actor,
  attempt: Attempt | undefined,
): Promise<void> {
  const lookAt = firstLookAt(state.platformKind);
  const unknown = nextState(state, 'markOutcomeUnknown', { error, lookAt, lookCount: 0 });
  await transact([
    ...moveDistribution(state, unknown),
    ...endAttempt(state, attempt, { state: 'unknown', error }),
    postEvent(actor, state, postEvents.DISTRIBUTION_OUTCOME_UNKNOWN, {
      ...courseOf(attempt),
      attempt: state.attempts,
      error,
    }),
    ...(lookAt === undefined ? [unresolvedEvent(unknown, actor)] : []),
  ]);
  const metric = lookAt === undefined ? 'PublishUnresolved' : 'PublishOutcomeUnknown';
  emitMetric(metric, 'Count', 1, state.platformKind);
}
