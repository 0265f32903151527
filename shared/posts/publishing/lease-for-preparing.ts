import { transact } from '../../kernel/table/transact.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { nextState } from '../model/transitions.ts';
import type { Publication } from './load-publication.ts';
import { PREPARE_LEASE_MS } from './publish-timing.ts';

/**
 * Takes the post for the invisible work of one worker, before the first call of it.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function leaseForPreparing(publication: Publication): Promise<Publication> {
  const { state } = publication;
  const leased = nextState(state, 'prepare', {
    leaseUntil: new Date(Date.now() + PREPARE_LEASE_MS).toISOString(),
    preparedText: state.textVersion,
  });
  await transact(moveDistribution(state, leased));
  return { ...publication, state: leased, isRepeated: state.preparedText === state.textVersion };
}
