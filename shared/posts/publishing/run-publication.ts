import { sendMessages } from '../../aws/queues.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { GuardFailed } from '../../kernel/table/transact.ts';
import { isQueued } from '../model/next-state.ts';
import type { PublicationRef, PublishMessage } from '../model/publication-ref.ts';
import { applyLate } from '../outcome/apply-late.ts';
import { failForMissing, takeOverPreparing } from '../outcome/fail-post.ts';
import { latePolicyFor } from '../outcome/late-post.ts';
import { releaseOne } from '../outcome/release-held.ts';
import { applyFailureIfThrown } from '../outcome/settle-if-it-fails.ts';
import { waitForReconnect } from '../outcome/wait-for-reconnect.ts';
import { joinQueue } from '../quota/join-queue.ts';
import { isLimited } from '../quota/quota-items.ts';
import { enqueueChecks, enqueuePublication } from './enqueue-publication.ts';
import { loadPublication, type Publication } from './load-publication.ts';
import { preparePublication } from './prepare-publication.ts';
import { CATCH_UP_MS, MAX_HOPS, MAX_WAIT_MS, PREPARE_LEASE_MS } from './publish-timing.ts';
import { sendPublication } from './send-publication.ts';

/** Of the function's 60 seconds; after more of them the visible call is left to another run. */
const MAX_PREPARING_MS = 20_000;

/**
 * Carries one plan of a distribution as far as it can go now: prepares it ahead of its time, and makes the visible
 * call at its due moment. Called by Scheduler's wake-up and by the publish queue; whoever comes late, twice or with an
 * old plan loses a guard and ends quietly.
 */
export async function runPublication(ref: PublicationRef, hop: number, worker: Actor): Promise<void> {
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
    await takeOverPreparing(state, loaded.account.maxRetries, actor);
  } catch (error) {
    if (!(error instanceof GuardFailed)) throw error;
    logger.info('Another worker or the user was quicker', { ...ref, guard: error.label });
  }
}

async function carryOn(loaded: Publication, hop: number, actor: Actor): Promise<void> {
  if (await isPutOff(loaded, actor)) return;
  const due = Date.parse(loaded.state.dueAt!);
  const started = Date.now();
  const isFar = () => due - Date.now() > MAX_WAIT_MS;
  let publication: Publication | undefined = loaded;
  if (!loaded.isPrepared) {
    // Scheduler wakes early, and after a failure nothing is asked of the platform before the new time.
    const wakeAt = Date.parse(loaded.state.wakeAt ?? '');
    if (wakeAt - Date.now() > MAX_WAIT_MS) return sendOn(loaded, wakeAt, hop);
    // Sent before the work begins: a worker that dies in it leaves somebody who carries on, and somebody who checks.
    const leaseEnds = [Date.now() + PREPARE_LEASE_MS];
    if (isFar() && hop < MAX_HOPS) {
      await enqueuePublication({ ref: loaded.ref, at: due, hop: hop + 1, visibleAt: due, leaseEnds });
    } else {
      await enqueueChecks(loaded.ref, leaseEnds);
    }
    publication = await applyFailureIfThrown(loaded, actor, () => preparePublication(loaded, actor));
    if (publication === undefined) return;
    // The message of the due moment is on its way; where that came by meanwhile, it met the lease, and this run goes on.
    if (isFar()) return;
    // What is left of the function's time must cover a refresh and the call.
    if (Date.now() - started > MAX_PREPARING_MS) return sendOn(publication, Date.now(), hop);
  }
  if (isFar()) return sendOn(publication, due, hop);
  await sendPublication(publication, actor);
}

/** Whether the post does not go out now at all: its account is cut off or over its limit, or its time has passed. */
async function isPutOff(publication: Publication, actor: Actor): Promise<boolean> {
  const { state, account } = publication;
  const now = Date.now();
  if (state.held === 'paused') return true;
  if (account.connection === 'reconnect') {
    await waitForReconnect(state, actor);
    return true;
  }
  if (state.held !== undefined) {
    await releaseOne(state, actor);
    return true;
  }
  const policy = latePolicyFor(state, account, now);
  if (policy !== 'publish') {
    await applyLate(state, policy, actor);
    return true;
  }
  if (isQueued(state)) {
    const line: PublishMessage = { kind: 'line', tenantId: state.tenantId, platformId: account.id };
    await sendMessages('PUBLISH_QUEUE_URL', [{ body: line, delaySeconds: 0 }]);
    return true;
  }
  const due = Date.parse(state.dueAt!);
  const isBlocked = Date.parse(account.blockedUntil ?? '') > Math.max(now, due);
  const mustCatchUp =
    isLimited(account) && state.ledgerAt === undefined && state.thread === undefined && now - due > CATCH_UP_MS;
  if (!isBlocked && !mustCatchUp) return false;
  await joinQueue(publication);
  return true;
}

async function sendOn(publication: Publication, at: number, hop: number): Promise<void> {
  if (hop >= MAX_HOPS) return logger.warn('Sent on too often; left to the sweep', { ...publication.ref, hop });
  await enqueuePublication({ ref: publication.ref, at, hop: hop + 1, visibleAt: at });
}
