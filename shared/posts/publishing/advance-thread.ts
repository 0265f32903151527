import type { Actor } from '../../kernel/events/event.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { PublishResult } from '../../platforms/contract/adapter.ts';
import { endAttempt, writeAttempt } from '../model/attempt-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { courseOf, postEvent } from '../model/post-event.ts';
import { nextState } from '../model/transitions.ts';
import { publishedTimes } from '../outcome/published-times.ts';
import { writeOverLost } from '../outcome/write-over-lost.ts';
import { type BegunAttempt, newAttempt } from './begin-attempt.ts';
import type { Publication } from './load-publication.ts';
import { LEASE_MS } from './publish-timing.ts';

/**
 * A part of a thread is published: writes that and the next part's attempt, or a new plan if this run has no time left.
 *
 * @returns the next part's attempt; undefined if another run continues the thread
 * @throws GuardFailed `distribution` if another worker or the user was quicker
 */
export async function advanceThread(
  publication: Publication,
  attempt: Attempt,
  result: PublishResult,
  { calledAt, goesOn }: { calledAt: number; goesOn: boolean },
  actor: Actor,
): Promise<BegunAttempt | undefined> {
  return writeOverLost(publication.state, attempt, async (state, isLost) => {
    if (!isLost) return advance(publication, attempt, result, { calledAt, goesOn }, actor);
    await continueThread(state, attempt, result, calledAt, actor);
    return undefined;
  });
}

async function advance(
  publication: Publication,
  attempt: Attempt,
  result: PublishResult,
  { calledAt, goesOn }: { calledAt: number; goesOn: boolean },
  actor: Actor,
): Promise<BegunAttempt | undefined> {
  const { state } = publication;
  const now = new Date();
  const changes = threadChanges(state, result, calledAt);
  const done = endAttempt(state, attempt, { state: 'succeeded', externalId: result.externalId });
  if (!goesOn) {
    await transact([
      ...moveDistribution(state, continueLater(state, changes)),
      ...done,
      partEvent(state, attempt, result, actor),
    ]);
    return undefined;
  }
  const held = nextState(state, 'renewLease', {
    ...changes,
    attempts: state.attempts + 1,
    leaseUntil: new Date(now.getTime() + LEASE_MS).toISOString(),
  });
  const next = { ...publication, state: held };
  const record = { ...newAttempt(next, now.getTime(), undefined), number: held.attempts };
  await transact([
    ...moveDistribution(state, held),
    ...done,
    writeAttempt(state, record),
    partEvent(state, attempt, result, actor),
  ]);
  return { publication: next, record };
}

/** A part that was found on the platform: the thread goes on after it. */
export async function continueThread(
  state: Distribution,
  attempt: Attempt,
  result: PublishResult,
  calledAt: number,
  actor: Actor,
  extraWrites: LabelledAction[] = [],
): Promise<void> {
  const later = continueLater(state, threadChanges(state, result, calledAt));
  await transact([
    ...moveDistribution(state, later),
    ...endAttempt(state, attempt, { state: 'succeeded', externalId: result.externalId }),
    ...extraWrites,
    partEvent(state, attempt, result, actor, 'find'),
  ]);
}

function continueLater(state: Distribution, changes: ReturnType<typeof threadChanges>): Distribution {
  const now = new Date().toISOString();
  return nextState(state, 'continueThread', { ...changes, dueAt: now, wakeAt: now });
}

function threadChanges(state: Distribution, result: PublishResult, calledAt: number) {
  const { externalId, reference, externalUrl } = result;
  const post = { externalId, ...(reference && { reference }) };
  const first = state.thread === undefined && {
    externalId,
    externalUrl: externalUrl ?? undefined,
    ...publishedTimes(state, result, calledAt),
  };
  return {
    ...first,
    thread: { done: (state.thread?.done ?? 0) + 1, root: state.thread?.root ?? post, parent: post },
  };
}

function partEvent(
  state: Distribution,
  attempt: Attempt,
  result: PublishResult,
  actor: Actor,
  knownBy?: 'find',
): LabelledAction {
  const { externalId, externalUrl } = result;
  return postEvent(actor, state, postEvents.DISTRIBUTION_PART_PUBLISHED, {
    part: state.thread?.done ?? 0,
    externalId,
    externalUrl,
    ...(knownBy && { knownBy }),
    ...courseOf(attempt),
  });
}
