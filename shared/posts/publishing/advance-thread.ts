import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed, putAlways, transact } from '../../kernel/table/transact.ts';
import type { PublishResult } from '../../platforms/contract/adapter.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution, readDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postGuards } from '../model/guards.ts';
import { postKeys } from '../model/keys.ts';
import { nextState } from '../model/transitions.ts';
import { publishedTimes } from '../outcome/record-published.ts';
import { type BegunAttempt, newAttempt } from './begin-attempt.ts';
import type { Publication } from './load-publication.ts';
import { LEASE_MS } from './publish-timing.ts';

/**
 * A part of a thread stands: writes it down together with the attempt of the next part, or, where there is no more time
 * in this run, with a new plan that goes on at once.
 *
 * @returns the next part's attempt; undefined where another run goes on
 * @throws GuardFailed `distribution` where somebody was quicker
 */
export async function advanceThread(
  publication: Publication,
  attempt: Attempt,
  result: PublishResult,
  { calledAt, goesOn }: { calledAt: number; goesOn: boolean },
  actor: Actor,
): Promise<BegunAttempt | undefined> {
  try {
    return await advance(publication, attempt, result, { calledAt, goesOn }, actor);
  } catch (error) {
    // A check may have given this attempt up for lost in the meantime: that the part stands counts for more.
    if (!(error instanceof GuardFailed) || error.guard !== postGuards.distribution) throw error;
    const current = await readDistribution(publication.state.tenantId, publication.state.id);
    if (current?.status !== 'unknown' || current.attempts !== attempt.number) throw error;
    await continueThread(current, attempt, result, calledAt, actor);
    return undefined;
  }
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
  const done = endOf(state, attempt, result);
  if (!goesOn) {
    await transact([...moveDistribution(state, continueLater(state, changes)), done, partEvent(state, result, actor)]);
    return undefined;
  }
  const held = nextState(state, 'hold', {
    ...changes,
    attempts: state.attempts + 1,
    leaseUntil: new Date(now.getTime() + LEASE_MS).toISOString(),
  });
  const next = { ...publication, state: held };
  const record = { ...newAttempt(next, now.getTime(), undefined), number: held.attempts };
  await transact([
    ...moveDistribution(state, held),
    done,
    putAlways({ ...postKeys.attempt(state.tenantId, state.id, record.number), ...record }),
    partEvent(state, result, actor),
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
  further: LabelledAction[] = [],
): Promise<void> {
  const later = continueLater(state, threadChanges(state, result, calledAt));
  await transact([
    ...moveDistribution(state, later),
    endOf(state, attempt, result),
    ...further,
    partEvent(state, result, actor, 'find'),
  ]);
}

function continueLater(state: Distribution, changes: ReturnType<typeof threadChanges>): Distribution {
  const now = new Date().toISOString();
  return nextState(state, 'postpone', {
    ...changes,
    version: state.version + 1,
    dueAt: now,
    wakeAt: now,
    leaseUntil: undefined,
    lookAt: undefined,
    lookCount: undefined,
    error: undefined,
  });
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

function endOf({ tenantId, id }: Distribution, attempt: Attempt, { externalId }: PublishResult): LabelledAction {
  const ended: Attempt = {
    ...attempt,
    state: 'succeeded',
    error: undefined,
    externalId,
    endedAt: new Date().toISOString(),
  };
  return putAlways({ ...postKeys.attempt(tenantId, id, attempt.number), ...ended });
}

function partEvent(state: Distribution, result: PublishResult, actor: Actor, knownBy?: 'find'): LabelledAction {
  const { externalId, externalUrl } = result;
  return recordEvent(actor, postEvents.DISTRIBUTION_PART_PUBLISHED, {
    tenantId: state.tenantId,
    entityId: state.id,
    data: { part: state.thread?.done ?? 0, externalId, externalUrl, ...(knownBy && { knownBy }) },
  });
}
