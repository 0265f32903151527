import { REFRESH_MS } from '../../accounts/access/access-timing.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { sleepUntil } from '../../kernel/time/clock.ts';
import { contentNotes } from '../../platforms/contract/content-notes.ts';
import { withPart } from '../model/status-parts.ts';
import { applyFailure } from '../outcome/apply-failure.ts';
import { applyFailureIfThrown } from '../outcome/apply-failure-if-thrown.ts';
import { applySuccess } from '../outcome/apply-success.ts';
import { advanceThread } from './advance-thread.ts';
import { type BegunAttempt, beginAttempt } from './begin-attempt.ts';
import { callPlatform } from './call-platform.ts';
import type { Publication } from './load-publication.ts';
import { ATTEMPT_LEAD_MS, THREAD_RUN_MS } from './publish-timing.ts';
import { assureLease } from './renew-lease.ts';

/**
 * The visible calls of a post that is ready: one, or one for each part of a thread from the first unpublished part.
 * The worker writes each attempt before its call.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function sendPublication(publication: Publication, actor: Actor): Promise<void> {
  const due = Date.parse(withPart(publication.state, 'due').dueAt);
  // Read before the due moment, when only the call itself is to be left.
  const load = async () => {
    await publication.access.load(REFRESH_MS);
    return true;
  };
  const loaded = await applyFailureIfThrown(publication, actor, load, 'thrown');
  if (loaded === undefined) return;
  const ofText = contentNotes(publication.content, publication.adapter.rules);
  await sleepUntil(due - ATTEMPT_LEAD_MS);
  let attempt = await beginAttempt({ ...publication, ofText });
  if (attempt === undefined) return;
  await sleepUntil(due);
  const endOfRun = Date.now() + THREAD_RUN_MS;
  while (attempt !== undefined) attempt = await sendPart(attempt, endOfRun, actor);
}

/** @returns the attempt of the thread's next part, where there is one and time for it */
async function sendPart(attempt: BegunAttempt, endOfRun: number, actor: Actor): Promise<BegunAttempt | undefined> {
  const { record } = attempt;
  const { publication: called, calledAt, outcome } = await callPlatform(await assureLease(attempt.publication));
  if ('error' in outcome) {
    await applyFailure(called, outcome.error, actor, record);
    return undefined;
  }
  const isLast = (called.state.thread?.done ?? 0) + 1 >= called.parts.length;
  if (!isLast) return advanceThread(called, record, outcome.result, { calledAt, goesOn: Date.now() < endOfRun }, actor);
  await applySuccess(called, record, outcome.result, calledAt, actor);
  return undefined;
}
