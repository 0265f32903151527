import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { endAttempt } from '../model/attempt-items.ts';
import { releaseText } from '../model/content-hash-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { courseOf, postEvent } from '../model/post-event.ts';
import { nextState } from '../model/transitions.ts';
import { giveBackQuota } from '../quota/quota-items.ts';

/**
 * The one way in which a post fails: its plan ends, and the event says why. Its place in the account's quota and its
 * text are free again.
 *
 * @param attempt the try that failed, where there was one
 * @throws GuardFailed where another worker or the user is quicker
 */
export async function failPost(
  state: Distribution,
  error: DistributionError,
  actor: Actor,
  attempt?: Attempt,
): Promise<void> {
  await transact([
    ...moveDistribution(state, nextState(state, 'fail', { error })),
    ...endAttempt(state, attempt, { state: 'failed', error }),
    // The place is the attempt's once there is one; the state has it before that. Never both.
    ...giveBackQuota(state, attempt?.ledgerAt ?? state.ledgerAt),
    postEvent(actor, state, postEvents.DISTRIBUTION_FAILED, { error, ...courseOf(attempt) }),
  ]);
  emitMetric('PublishFailed', 'Count', 1, state.platformKind);
  await releaseText(state);
}
