import { GuardFailed } from '../../kernel/table/transact.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { readDistribution } from '../model/distribution-items.ts';
import { postGuards } from '../model/guards.ts';

/**
 * Writes what the platform answered to an attempt. Where a check marks the outcome of this attempt as unknown in the
 * meantime, the answer counts for more: `write` runs again, over the state that the check has written.
 *
 * @param write `isLost` says that the state is `unknown`
 * @throws GuardFailed `distribution` where anybody else is quicker
 */
export async function writeOverLost<Result>(
  state: Distribution,
  attempt: Attempt,
  write: (state: Distribution, isLost: boolean) => Promise<Result>,
): Promise<Result> {
  try {
    return await write(state, false);
  } catch (error) {
    if (!(error instanceof GuardFailed) || error.guard !== postGuards.distribution) throw error;
    const current = await readDistribution(state.tenantId, state.id);
    if (current?.status !== 'unknown' || current.attempts !== attempt.number) throw error;
    return write(current, true);
  }
}
