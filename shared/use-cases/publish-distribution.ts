import { sleepUntil } from '../cloud/clock.ts';
import { logger } from '../cloud/logger.ts';
import type { Actor } from '../domain/event.ts';
import type { PublicationRef } from '../domain/publication-ref.ts';
import { GuardFailed } from '../store/transact.ts';
import { beginAttempt, renewLease } from './begin-attempt.ts';
import { type CallOutcome, callPlatform, callWithNewAccess } from './call-platform.ts';
import { enqueuePublication } from './enqueue-publication.ts';
import { loadCredentials } from './load-credentials.ts';
import { loadPublication, type Publication } from './load-publication.ts';
import { preparePublication } from './prepare-publication.ts';
import { ATTEMPT_LEAD_MS, LONGEST_WAIT_MS, MOST_HOPS } from './publish-timing.ts';
import { settleFailure } from './settle-failure.ts';
import { failForMissing, takeOverPreparing } from './settle-lost-plan.ts';
import { settleSuccess } from './settle-success.ts';
import { toPlatformError } from './to-platform-error.ts';

/**
 * Carries one plan of a distribution as far as it can go now: prepares it ahead of its time, and makes the visible
 * call at its due moment. Called by Scheduler's wake-up and by the publish queue; whoever comes late, twice or with an
 * old plan loses a guard and ends quietly.
 */
export async function publishDistribution(ref: PublicationRef, hop: number, worker: Actor): Promise<void> {
  const loaded = await loadPublication(ref);
  if ('stale' in loaded) return logger.info('Nothing to publish', { ...ref, reason: loaded.stale });
  const { state } = loaded;
  const actor = { ...worker, correlationId: state.correlationId };
  if (state.status !== 'scheduled' && state.status !== 'preparing') {
    return logger.info('Nothing to publish', { ...ref, reason: `the status is ${state.status}` });
  }
  try {
    if ('missing' in loaded) return await failForMissing(state, loaded.missing, actor);
    if (state.leaseUntil === undefined) return await carryOn(loaded, hop, actor);
    const leaseEnd = Date.parse(state.leaseUntil);
    if (leaseEnd > Date.now()) return await sendOn(loaded, leaseEnd + 1_000, hop);
    await takeOverPreparing(state, loaded.platform.maxRetries, actor);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    logger.info('Another worker or the user was quicker', { ...ref, guard: error.label });
  }
}

async function carryOn(loaded: Publication, hop: number, actor: Actor): Promise<void> {
  const due = Date.parse(loaded.state.dueAt!);
  const publication = loaded.prepared ? loaded : await orSettle(loaded, actor, () => preparePublication(loaded, actor));
  if (publication === undefined) return;
  if (due - Date.now() > LONGEST_WAIT_MS) return sendOn(publication, due, hop);

  // Read before the due moment, when only the call itself is to be left.
  const { adapter, platform } = publication;
  const credentials = await orSettle(publication, actor, () => loadCredentials(adapter, platform));
  if (credentials === undefined) return;

  await sleepUntil(due - ATTEMPT_LEAD_MS);
  const attempt = await beginAttempt(publication, actor);
  if (attempt === undefined) return;
  await sleepUntil(due);
  const calledAt = Date.now();
  let called = attempt.publication;
  let outcome = await callPlatform(called, credentials);
  if (isExpired(outcome) && adapter.session !== undefined) {
    // The platform refused, so nothing stands there: renewed once and called again, under a lease that covers both.
    called = await renewLease(called);
    outcome = await callWithNewAccess(called);
  }
  if ('error' in outcome) return settleFailure(called, outcome.error, actor, attempt.record);
  await settleSuccess(called, attempt.record, outcome.result, calledAt, actor);
}

const isExpired = (outcome: CallOutcome) => 'error' in outcome && outcome.error.failure.class === 'AUTH_EXPIRED';

/** Runs what comes before the visible call; a failure of it is settled there and then, since nothing can stand anywhere. */
async function orSettle<Result>(
  publication: Publication,
  actor: Actor,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GuardFailed) throw error;
    await settleFailure(publication, toPlatformError(error, 'before'), actor);
    return undefined;
  }
}

async function sendOn(publication: Publication, at: number, hop: number): Promise<void> {
  if (hop >= MOST_HOPS) return logger.warn('Sent on too often; left to the sweep', { ...publication.ref, hop });
  await enqueuePublication({ ref: publication.ref, at, hop: hop + 1, visibleAt: at });
}
