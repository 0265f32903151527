import { transact } from '../../kernel/table/transact.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { withPart } from '../model/status-parts.ts';
import { nextState } from '../model/transitions.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { giveBackQuota } from './quota-items.ts';

/**
 * A post over the account's limit joins the account's queue. The stream sends a message for the queue; its worker
 * (`assign-send-times.ts`) gives each post its send time in due order and records it.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function joinQueue({ state }: Publication): Promise<void> {
  const waiting = nextState(state, 'joinQueue', { waitingSince: state.waitingSince ?? withPart(state, 'due').dueAt });
  await transact([...moveDistribution(state, waiting), ...giveBackQuota(state, state.ledgerAt)]);
}
