import type { Actor } from '../../kernel/events/event.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { courseOf, postEvent } from '../model/post-event.ts';
import { nextState } from '../model/transitions.ts';
import { giveBackQuota } from '../quota/quota-items.ts';

/**
 * The account must be reconnected: its posts are kept as they are, and nothing is asked of the platform for them until
 * then. A post that is held already is only kept for longer.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function waitForReconnect(
  state: Distribution,
  actor: Actor,
  why: { error?: DistributionError; attempt?: Attempt | undefined; extraWrites?: LabelledAction[] } = {},
): Promise<void> {
  const held = nextState(state, 'waitForReconnect', why.error ? { error: why.error } : {});
  const event = postEvent(actor, state, postEvents.DISTRIBUTION_HELD, {
    reason: 'RECONNECT',
    dueAt: state.dueAt,
    ...(why.error && { error: why.error }),
    ...courseOf(why.attempt),
  });
  await transact([
    ...moveDistribution(state, held),
    ...(why.extraWrites ?? []),
    ...giveBackQuota(state, state.ledgerAt),
    ...(state.held === undefined ? [event] : []),
  ]);
}
