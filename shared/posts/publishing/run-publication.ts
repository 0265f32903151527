import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { retryPassing } from '../../kernel/retry-passing.ts';
import { tryGuarded } from '../../kernel/table/try-guarded.ts';
import type { PublicationRef } from '../model/publication-ref.ts';
import { withPart } from '../model/status-parts.ts';
import { applyFailureIfThrown } from '../outcome/apply-failure-if-thrown.ts';
import { failMissing } from '../outcome/fail-missing.ts';
import { enqueueOnTheSecond, enqueuePublication, followVisibleCall } from './enqueue-publication.ts';
import { leaseForPreparing } from './lease-for-preparing.ts';
import { loadPublication, type Publication } from './load-publication.ts';
import { preparePublication } from './prepare-publication.ts';
import { MAX_HOPS, MAX_WAIT_MS } from './publish-timing.ts';
import { putOff, putOffReason } from './put-off.ts';
import { sendPublication } from './send-publication.ts';
import { takeOverPreparing } from './take-over-preparing.ts';

/**
 * Of the function's 60 seconds; after more of them the visible call is left to another run. The rest covers the wait for
 * the due moment, the call, a renewal of the access and the second call.
 */
const MAX_PREPARING_MS = 10_000;

/**
 * Carries one plan of a distribution as far as it can go now: prepares it ahead of its time, and makes the visible
 * call at its due moment. Called by Scheduler's wake-up and by the publish queue; a worker that comes late, twice or
 * with an old plan fails a guard and ends quietly.
 */
export async function runPublication(ref: PublicationRef, hop: number, worker: Actor): Promise<void> {
  const loaded = await retryPassing(() => loadPublication(ref));
  if ('stale' in loaded) return logger.info('Nothing to publish', { ...ref, reason: loaded.stale });
  const { state } = loaded;
  const actor = { ...worker, correlationId: state.correlationId };
  if (state.status !== 'scheduled' && state.status !== 'preparing') {
    return logger.info('Nothing to publish', { ...ref, reason: `the status is ${state.status}` });
  }
  const quicker = await tryGuarded(async () => {
    if ('missing' in loaded) return await failMissing(state, loaded.missing, actor);
    if (state.leaseUntil === undefined) return await carryOn(loaded, hop, actor);
    const leaseEnd = Date.parse(state.leaseUntil);
    if (leaseEnd > Date.now()) return await sendOn(loaded, leaseEnd + 1_000, hop);
    await takeOverPreparing(state, loaded.account.maxRetries, actor);
  });
  if (quicker !== undefined) {
    logger.info('Another worker or the user was quicker', { ...ref, guard: quicker.label });
  }
}

async function carryOn(loaded: Publication, hop: number, actor: Actor): Promise<void> {
  const reason = putOffReason(loaded.state, loaded.account, Date.now());
  if (reason !== undefined) return putOff(loaded, reason, actor);
  const due = Date.parse(withPart(loaded.state, 'due').dueAt);
  const started = Date.now();
  const isFar = () => due - Date.now() > MAX_WAIT_MS;
  let publication: Publication | undefined = loaded;
  if (!loaded.isPrepared) {
    // Scheduler wakes early, and after a failure nothing is asked of the platform before the new time.
    const wakeAt = Date.parse(loaded.state.wakeAt ?? '');
    if (wakeAt - Date.now() > MAX_WAIT_MS) return sendOn(loaded, wakeAt, hop);
    // Sent before the work begins: if this worker dies in it or in the visible call, the check finds that.
    await followVisibleCall(loaded.ref, due);
    const goesOn = isFar() && hop < MAX_HOPS;
    const [prepared, sent] = await Promise.allSettled([
      prepare(loaded, actor),
      goesOn ? enqueueOnTheSecond({ ref: loaded.ref, at: due, hop: hop + 1 }) : undefined,
    ]);
    if (prepared.status === 'rejected') throw prepared.reason;
    if (sent.status === 'rejected') throw sent.reason;
    publication = prepared.value;
    if (publication === undefined) return;
    // The message of the due moment is on its way; where that came by meanwhile, it met the lease, and this run goes on.
    if (isFar()) return;
    if (Date.now() - started > MAX_PREPARING_MS) return sendOn(publication, Date.now(), hop);
  }
  if (isFar()) return sendOn(publication, due, hop);
  await sendPublication(publication, actor);
}

/** @returns undefined where it failed, which is on record */
async function prepare(loaded: Publication, actor: Actor): Promise<Publication | undefined> {
  const leased = await applyFailureIfThrown(loaded, actor, () => leaseForPreparing(loaded));
  return leased && applyFailureIfThrown(leased, actor, () => preparePublication(leased, actor));
}

async function sendOn(publication: Publication, at: number, hop: number): Promise<void> {
  if (hop >= MAX_HOPS) return logger.warn('Sent on too often; left to the sweep', { ...publication.ref, hop });
  await enqueuePublication({ ref: publication.ref, at, hop: hop + 1, visibleAt: at });
}
