import type { Attempt } from '../domain/distribution.ts';
import type { Actor } from '../domain/event.ts';
import { nextState } from '../domain/next-state.ts';
import { replaceDistribution } from '../store/distribution-items.ts';
import { recordEvent } from '../store/event-items.ts';
import { keys } from '../store/keys.ts';
import { GuardFailed, put, transact } from '../store/transact.ts';
import { type LedgerLabel, nextFit, takeFromLedger } from '../store/usage-items.ts';
import type { Publication } from './load-publication.ts';
import { postpone } from './postpone-distribution.ts';
import { LEASE_MS, REFRESH_MS } from './publish-timing.ts';

/** Holds on to an attempt for a refresh and another call. @throws GuardFailed where it was given up for lost */
export async function renewLease(publication: Publication): Promise<Publication> {
  const leaseUntil = new Date(Date.now() + REFRESH_MS + LEASE_MS).toISOString();
  const state = nextState(publication.state, 'hold', { leaseUntil });
  await transact([replaceDistribution(publication.state, state)]);
  return { ...publication, state };
}

const ledgerLabels: readonly string[] = ['postsPerHour', 'postsPerDay', 'minInterval'] satisfies LedgerLabel[];

/**
 * Writes what is about to be sent, before it is sent: attempt number, handles, lease, one post from the ledger. Whoever
 * finds the lease run out knows what may stand on the platform.
 *
 * @returns undefined where a limit was met and the post was put off
 * @throws GuardFailed `distribution` where another worker or the user was quicker
 */
export async function beginAttempt(
  publication: Publication,
  actor: Actor,
): Promise<{ publication: Publication; record: Attempt } | undefined> {
  const { state, platform, handles } = publication;
  const now = Date.now();
  // The call is made at the due moment, a little after this: it belongs to that hour and day.
  const callAt = Math.max(now, Date.parse(state.dueAt!));
  const record: Attempt = {
    number: state.attempts + 1,
    state: 'committing',
    textVersion: state.textVersion,
    handles,
    startedAt: new Date(now).toISOString(),
    ledgerAt: new Date(callAt).toISOString(),
  };
  const publishing = nextState(state, 'attempt', {
    attempts: record.number,
    leaseUntil: new Date(now + LEASE_MS).toISOString(),
  });
  try {
    await transact([
      replaceDistribution(state, publishing),
      put('attempt', { ...keys.attempt(state.tenantId, state.id, record.number), ...record }),
      ...takeFromLedger(platform, state.id, callAt),
      recordEvent(actor, {
        type: 'DISTRIBUTION_PUBLISHING',
        tenantId: state.tenantId,
        entityType: 'distribution',
        entityId: state.id,
        data: { attempt: record.number, dueAt: state.dueAt },
      }),
    ]);
  } catch (error) {
    if (!(error instanceof GuardFailed) || !ledgerLabels.includes(error.label)) throw error;
    const limit = error.label as LedgerLabel;
    await postpone(state, { at: nextFit(limit, platform, callAt, error.item?.lastAt), reason: limit }, actor);
    return undefined;
  }
  return { publication: { ...publication, state: publishing }, record };
}
