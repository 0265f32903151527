import type { Attempt, Distribution, DistributionError } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { nextState } from '../domain/next-state.ts';
import { moveDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { giveBackPlace } from '../store/ledger-items.ts';
import { type LabelledAction, transact } from '../store/transact.ts';

/**
 * The account must be reconnected: its posts are kept as they are, and nothing is asked of the platform for them until
 * then. A post that is held already is only kept for longer.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function holdDistribution(
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
  const event = recordEvent(actor, {
    type: 'DISTRIBUTION_HELD',
    tenantId: state.tenantId,
    entityType: 'distribution',
    entityId: state.id,
    data: { reason: 'RECONNECT', dueAt: state.dueAt, ...(why.error && { error: why.error }) },
  });
  await transact([
    ...moveDistribution(state, held),
    ...(why.further ?? []),
    ...giveBackPlace(state, state.ledgerAt),
    ...(state.held === undefined ? [event] : []),
  ]);
}
