import { sleepUntil } from '../cloud/clock.ts';
import { logger } from '../cloud/logger.ts';
import type { Actor } from '../domain/event.ts';
import type { PublicationRef } from '../domain/publication-ref.ts';
import { GuardFailed } from '../store/transact.ts';
import { beginAttempt } from './begin-attempt.ts';
import { callPlatform } from './call-platform.ts';
import { enqueuePublication } from './enqueue-publication.ts';
import { loadCredentials } from './load-credentials.ts';
import { loadPublication, type Publication } from './load-publication.ts';
import { preparePublication } from './prepare-publication.ts';
import { ATTEMPT_LEAD_MS, LONGEST_WAIT_MS, MOST_HOPS } from './publish-timing.ts';
import { settleFailure, toPlatformError } from './settle-failure.ts';
import { settleSuccess } from './settle-success.ts';

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
  const leaseEnd = state.leaseUntil === undefined ? 0 : Date.parse(state.leaseUntil);
  if (leaseEnd > Date.now()) return sendOn(loaded, leaseEnd, hop);
  try {
    await carryOn(loaded, hop, actor);
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
  const outcome = await callPlatform(attempt.publication, credentials);
  if ('error' in outcome) return settleFailure(attempt.publication, outcome.error, actor, attempt.record);
  await settleSuccess(attempt.publication, attempt.record, outcome.result, calledAt, actor);
}

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
  await enqueuePublication({ ref: publication.ref, at, hop: hop + 1, visible: true });
}
