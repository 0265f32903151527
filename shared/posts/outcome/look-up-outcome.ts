import { markReconnectNeeded } from '../../accounts/access/connection.ts';
import { toPlatformError } from '../../accounts/access/to-platform-error.ts';
import { type CallLimits, withAccess } from '../../accounts/access/with-access.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import { GuardFailed, transact } from '../../kernel/table/transact.ts';
import { tryGuarded } from '../../kernel/table/try-guarded.ts';
import { HOUR_MS } from '../../kernel/time/durations.ts';
import type { PublishResult } from '../../platforms/contract/adapter.ts';
import { describeError } from '../../platforms/contract/describe-error.ts';
import { readAttempt } from '../model/attempt-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postGuards } from '../model/guards.ts';
import type { PublicationRef } from '../model/publication-ref.ts';
import { nextState } from '../model/transitions.ts';
import { continueThread } from '../publishing/advance-thread.ts';
import { destinationHash, loadPublication, type Publication } from '../publishing/load-publication.ts';
import { publicationOf, publishContext } from '../publishing/publication-of.ts';
import { applyAbsent, giveUpLookup, lookUpLater } from './apply-lookup.ts';
import { noteAnswer, notesOf } from './apply-success.ts';
import { firstLostAttempt } from './lost-attempts.ts';
import { postsAtRisk } from './posts-at-risk.ts';
import { recordPublished } from './record-published.ts';

/** Within the publish function's 60 seconds. */
const LIMITS: CallLimits = { callMs: 15_000, totalMs: 50_000, unanswered: 'RETRY_LATER' };
const CONNECTION_CHECK_MS = HOUR_MS;

/**
 * The reconciler asks the platform whether a post with an unknown outcome was published. It searches by what was
 * prepared and written before the call. Found: published. Absent for as long as the platform may take to show a post:
 * tried again. Neither: looked up again later, and after the last lookup left to the user.
 */
export async function lookUpOutcome(ref: PublicationRef, worker: Actor): Promise<void> {
  const loaded = await loadPublication(ref);
  if ('stale' in loaded) return logger.info('Nothing to look up', { ...ref, reason: loaded.stale });
  const { state } = loaded;
  if (state.status !== 'unknown' || state.lookAt === undefined) {
    return logger.info('Nothing to look up', { ...ref, reason: `the status is ${state.status}` });
  }
  const actor = { ...worker, correlationId: state.correlationId };
  const quicker = await tryGuarded(async () => {
    const attempt = await readAttempt(state);
    if ('missing' in loaded || attempt === undefined) return await giveUpLookup(state, actor);
    await look(loaded, attempt, actor);
  });
  if (quicker !== undefined) {
    logger.info('The outcome became known at the same moment', { ...ref, guard: quicker.label });
  }
}

async function look(publication: Publication, attempt: Attempt, actor: Actor): Promise<void> {
  const { state, account, access, adapter } = publication;
  if (account.connection === 'reconnect') return waitForConnection(state);
  const lostAt = Date.parse(attempt.endedAt ?? state.updatedAt);
  const believedFrom = lostAt + adapter.rules.absentAfterSeconds * 1000;
  let found: PublishResult | 'absent' | 'undetermined';
  try {
    found = await ask(publication, attempt);
  } catch (error) {
    const failed = toPlatformError(error, 'before');
    await markReconnectNeeded(access.account, failed, actor, postsAtRisk);
    const retryAt = 'retryAt' in failed.failure ? failed.failure.retryAt : undefined;
    return lookUpLater(state, { lostAt, notBefore: retryAt, why: describeError(failed) }, actor);
  }
  if (typeof found === 'object') {
    if (await settleFound(publication, attempt, found, actor)) return;
    // The same text twice on one account: the one that was found is another distribution's.
    found = 'undetermined';
  }
  if (attempt.error?.duplicate) found = 'undetermined';
  if (found === 'absent' && Date.now() >= believedFrom) return applyAbsent(publication, attempt, actor);
  return lookUpLater(state, { lostAt, notBefore: found === 'absent' ? believedFrom : undefined }, actor);
}

async function ask({ state, account, access, adapter, parts }: Publication, attempt: Attempt) {
  const part = attempt.part ?? 0;
  const content = parts[part];
  // What was prepared on another site means nothing on this one.
  const isElsewhere = attempt.site !== undefined && attempt.site !== destinationHash(account);
  const { find } = adapter;
  if (find === undefined || content === undefined || isElsewhere) return 'undetermined';
  const sentSince = await firstLostAttempt(state, attempt.number + 1);
  const sought = { ...publicationOf(state, part), ...(sentSince !== undefined && { sentSince }) };
  return withAccess(access, LIMITS, (context) =>
    find.call(adapter, publishContext(context, sought), content, attempt.prepared),
  );
}

/** @returns false where what was found belongs to another distribution */
async function settleFound(
  publication: Publication,
  attempt: Attempt,
  result: PublishResult,
  actor: Actor,
): Promise<boolean> {
  const { state, parts } = publication;
  const calledAt = Math.max(Date.parse(attempt.startedAt), Date.parse(state.dueAt ?? attempt.startedAt));
  const isLast = (attempt.part ?? 0) + 1 >= parts.length;
  try {
    const notes = notesOf(publication, attempt);
    if (isLast) await recordPublished(state, { attempt, result, calledAt, knownBy: 'find', notes }, actor);
    else await continueThread(state, attempt, result, calledAt, actor);
  } catch (error) {
    if (error instanceof GuardFailed && error.guard === postGuards.externalId) return false;
    throw error;
  }
  await noteAnswer(publication, result, calledAt, actor);
  return true;
}

/** Nothing can be asked of a refused account, and no look is spent on it. */
async function waitForConnection(state: Distribution): Promise<void> {
  const lookAt = new Date(Date.now() + CONNECTION_CHECK_MS).toISOString();
  await transact(moveDistribution(state, nextState(state, 'lookUpAgain', { lookAt })));
}
