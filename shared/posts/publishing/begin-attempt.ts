import { tryTransact } from '../../kernel/table/try-transact.ts';
import { writeAttempt } from '../model/attempt-items.ts';
import type { Attempt } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { withPart } from '../model/status-parts.ts';
import { nextState } from '../model/transitions.ts';
import { joinQueue } from '../quota/join-queue.ts';
import { holdsPlace, isLimited, isQuotaRefusal, notePlaceTaken, takeQuota } from '../quota/quota-items.ts';
import { destinationHash, type Publication } from './load-publication.ts';
import { LEASE_MS } from './publish-timing.ts';

export interface BegunAttempt {
  publication: Publication;
  record: Attempt;
}

/**
 * Writes the attempt, the lease and the place in the quota before the call. A worker that finds the lease expired reads
 * there what may have been published. The start has no event of its own: that of the attempt's end tells it.
 *
 * @returns undefined where a limit was met and the post waits for a place
 * @throws GuardFailed `distribution` where another worker or the user was quicker
 */
export async function beginAttempt(publication: Publication): Promise<BegunAttempt | undefined> {
  const { state, account } = publication;
  const now = Date.now();
  // The call is made at the due moment, a little after this: it belongs to that hour and day.
  const callAt = Math.max(now, Date.parse(withPart(state, 'due').dueAt));
  const hasPlace = holdsPlace(account, state.ledgerAt, callAt);
  if (state.ledgerAt !== undefined && !hasPlace) {
    await joinQueue(publication);
    return undefined;
  }
  // A thread has one place for all its parts.
  const needsPlace = !hasPlace && state.thread === undefined;
  const ledgerAt = state.ledgerAt ?? (needsPlace && isLimited(account) ? iso(callAt) : undefined);
  const record = newAttempt(publication, now, ledgerAt);
  const publishing = nextState(state, 'attempt', {
    attempts: record.number,
    leaseUntil: iso(now + LEASE_MS),
  });
  const refused = await tryTransact([
    ...moveDistribution(state, publishing),
    writeAttempt(state, record),
    ...(needsPlace ? takeQuota(account, state.id, callAt) : []),
    ...(hasPlace ? notePlaceTaken(account, state.id, callAt) : []),
  ]);
  if (refused !== undefined) {
    if (!isQuotaRefusal(refused)) throw refused;
    await joinQueue(publication);
    return undefined;
  }
  return { publication: { ...publication, state: publishing }, record };
}

/** The next attempt of a publication, not yet written. `ledgerAt`: the moment of the place that it takes. */
export function newAttempt(
  { state, account, prepared, preparedAt }: Publication,
  now: number,
  ledgerAt: string | undefined,
): Attempt {
  const part = state.thread?.done;
  return {
    number: state.attempts + 1,
    state: 'committing',
    textVersion: state.textVersion,
    prepared,
    site: destinationHash(account),
    ...(part !== undefined && { part }),
    ...(preparedAt !== undefined && { preparedAt }),
    startedAt: iso(now),
    ...(ledgerAt !== undefined && { ledgerAt }),
  };
}

const iso = (moment: number) => new Date(moment).toISOString();
