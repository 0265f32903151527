import { nextState } from '../domain/next-state.ts';
import { moveDistribution } from '../store/distribution-items.ts';
import { giveBackPlace } from '../store/ledger-items.ts';
import { transact } from '../store/transact.ts';
import type { Publication } from './load-publication.ts';

/**
 * A post over the account's limit waits in its line. The stream has the line looked after (`give-places.ts`), which
 * gives each its new time in due order and records it.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function lineUp({ state }: Publication): Promise<void> {
  const waiting = nextState(state, 'lineUp', {
    version: state.version + 1,
    waitingSince: state.waitingSince ?? state.dueAt,
    ledgerAt: undefined,
    leaseUntil: undefined,
  });
  await transact([...moveDistribution(state, waiting), ...giveBackPlace(state, state.ledgerAt)]);
}
