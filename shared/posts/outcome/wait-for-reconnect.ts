import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
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
  why: { error?: DistributionError; attempt?: Attempt; further?: LabelledAction[] } = {},
): Promise<void> {
  const held = nextState(state, 'suspend', {
    version: state.version + 1,
    held: 'reconnect',
    leaseUntil: undefined,
    ledgerAt: undefined,
    waitingSince: undefined,
    ...(why.error && { error: why.error }),
  });
  const event = recordEvent(actor, postEvents.DISTRIBUTION_HELD, {
    tenantId: state.tenantId,
    entityId: state.id,
    data: { reason: 'RECONNECT', dueAt: state.dueAt, ...(why.error && { error: why.error }) },
  });
  await transact([
    ...moveDistribution(state, held),
    ...(why.further ?? []),
    ...giveBackQuota(state, state.ledgerAt),
    ...(state.held === undefined ? [event] : []),
  ]);
}
