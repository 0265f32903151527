import { transact } from '../../kernel/table/transact.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { withPart } from '../model/status-parts.ts';
import { nextState } from '../model/transitions.ts';
import type { Publication } from './load-publication.ts';
import { CALL_TIMEOUT_MS, LEASE_MS } from './publish-timing.ts';

/** Holds on to an attempt for another call, and for `furtherMs` before it. @throws GuardFailed where it was given up for lost */
export async function renewLease(publication: Publication, furtherMs = 0): Promise<Publication> {
  const leaseUntil = new Date(Date.now() + furtherMs + LEASE_MS).toISOString();
  const state = nextState(publication.state, 'renewLease', { leaseUntil });
  await transact([...moveDistribution(publication.state, state)]);
  return { ...publication, state };
}

/**
 * A worker that stopped between the attempt and the call (a frozen machine, a clock that jumped) may have lost its
 * lease: it makes the call only if the call ends within the lease.
 *
 * @throws GuardFailed if another worker has marked the attempt as lost
 */
export async function assureLease(publication: Publication): Promise<Publication> {
  const left = Date.parse(withPart(publication.state, 'lease').leaseUntil) - Date.now();
  return left > CALL_TIMEOUT_MS ? publication : renewLease(publication);
}
