import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { logger } from '../../kernel/logger.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed, transact } from '../../kernel/table/transact.ts';
import type { PublishResult } from '../../platforms/contract/adapter.ts';
import type { PreparationNote } from '../../platforms/contract/preparation-note.ts';
import { endAttempt } from '../model/attempt-items.ts';
import { holdSentText } from '../model/content-hash-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { claimExternalId } from '../model/external-id-items.ts';
import { postGuards } from '../model/guards.ts';
import { courseOf, postEvent } from '../model/post-event.ts';
import { nextState } from '../model/transitions.ts';
import { publishedTimes } from './published-times.ts';

export interface Published {
  /** Missing where the attempt's record is gone. */
  attempt: Attempt | undefined;
  /** Of the last part, for a thread. A person may know only the address. */
  result: Omit<PublishResult, 'externalId'> & { externalId: string | undefined };
  /** The visible call, in milliseconds. */
  calledAt: number;
  /** Who said so, where it was not the answer of the call itself. */
  knownBy?: 'find' | 'user';
  /** What it went out without. */
  notes?: PreparationNote[];
}

/**
 * The one way in which a post becomes published: state, attempt, external id and event in one transaction, then the
 * metric of its lateness. A thread is known by its first part.
 *
 * @throws GuardFailed `distribution` if another worker or the user was quicker; `externalId` if a lookup found another
 * distribution's post
 */
export async function recordPublished(
  before: Distribution,
  published: Published,
  actor: Actor,
  extraWrites: LabelledAction[] = [],
): Promise<void> {
  const { attempt, result, calledAt, knownBy, notes = [] } = published;
  const first = firstPost(before, result, calledAt);
  const actions = [
    ...moveDistribution(before, nextState(before, 'succeed', first)),
    ...endAttempt(before, attempt, { state: 'succeeded', externalId: result.externalId }),
    ...extraWrites,
    ...(first.publishedAt === undefined ? [] : holdSentText(before, first.publishedAt)),
    postEvent(actor, before, postEvents.DISTRIBUTION_PUBLISHED, {
      ...courseOf(attempt),
      attempt: before.attempts,
      ...first,
      ...(knownBy && { knownBy }),
      ...(notes.length > 0 && { notes }),
    }),
  ];
  await withExternalId(before, first.externalId, actions, knownBy);
  // A lookup that finds the post later knows the moment of the call only roughly.
  if (knownBy !== undefined || first.lateByMs === undefined) return;
  emitMetric('PublishLatenessMs', 'Milliseconds', first.lateByMs, before.platformKind);
}

/** The platform's id belongs to one distribution: that it has been given to another is said, and still on record. */
async function withExternalId(
  state: Distribution,
  externalId: string | undefined,
  actions: LabelledAction[],
  knownBy: Published['knownBy'],
) {
  if (externalId === undefined) return transact(actions);
  try {
    await transact([...actions, claimExternalId(state, externalId)]);
  } catch (error) {
    // What a lookup found may be another distribution's post; what the platform or the user named is ours in any case.
    if (!(error instanceof GuardFailed) || error.guard !== postGuards.externalId || knownBy === 'find') throw error;
    logger.error('The platform gave an external id twice', { id: state.id, externalId, item: error.item });
    await transact(actions);
  }
}

/** What a distribution shows of where it is: of a thread, the first part, which was written down when it went out. */
function firstPost(before: Distribution, result: Published['result'], calledAt: number) {
  if (before.thread !== undefined) {
    const { externalId, externalUrl, publishedAt, lateByMs, deferredByMs } = before;
    return { externalId, externalUrl, publishedAt, lateByMs, deferredByMs };
  }
  return {
    externalId: result.externalId,
    externalUrl: result.externalUrl ?? undefined,
    ...publishedTimes(before, result, calledAt),
  };
}
