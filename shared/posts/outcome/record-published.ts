import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { logger } from '../../kernel/logger.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { GuardFailed, put, putAlways, transact } from '../../kernel/table/transact.ts';
import type { PublishResult } from '../../platforms/contract/adapter.ts';
import { holdSentText } from '../model/content-hash-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postGuards } from '../model/guards.ts';
import { postKeys } from '../model/keys.ts';
import { nextState } from '../model/transitions.ts';

export interface Published {
  /** Missing where the attempt's record is gone. */
  attempt: Attempt | undefined;
  /** Of the last part, for a thread. A person may know only the address. */
  result: Omit<PublishResult, 'externalId'> & { externalId: string | undefined };
  /** The visible call, in milliseconds. */
  calledAt: number;
  /** Who said so, where it was not the answer of the call itself. */
  knownBy?: 'find' | 'user';
}

/**
 * One transaction says that the post stands on the platform: state, attempt, external id, event. A thread is known by
 * its first part.
 *
 * @throws GuardFailed `distribution` where somebody was quicker
 */
export async function recordPublished(
  before: Distribution,
  published: Published,
  actor: Actor,
  further: LabelledAction[] = [],
): Promise<void> {
  const { attempt, result, calledAt, knownBy } = published;
  const { tenantId, id } = before;
  const first = firstPost(before, result, calledAt);
  const after = nextState(before, 'succeed', {
    ...first,
    leaseUntil: undefined,
    lookAt: undefined,
    lookCount: undefined,
    dueAt: undefined,
    wakeAt: undefined,
    thread: undefined,
    preparedText: undefined,
    error: undefined,
  });
  const done: Attempt | undefined = attempt && {
    ...attempt,
    state: 'succeeded',
    error: undefined,
    externalId: result.externalId,
    endedAt: new Date().toISOString(),
  };
  const actions = [
    ...moveDistribution(before, after),
    ...(done ? [putAlways({ ...postKeys.attempt(tenantId, id, done.number), ...done })] : []),
    ...further,
    ...(first.publishedAt === undefined ? [] : holdSentText(before, first.publishedAt)),
    recordEvent(actor, postEvents.DISTRIBUTION_PUBLISHED, {
      tenantId,
      entityId: id,
      data: { attempt: before.attempts, ...first, ...(knownBy && { knownBy }) },
    }),
  ];
  await withExternalId(before, first.externalId, actions, knownBy);
}

/** The platform's id belongs to one distribution: that it has been given to another is said, and still on record. */
async function withExternalId(
  { tenantId, id, platformId }: Distribution,
  externalId: string | undefined,
  actions: LabelledAction[],
  knownBy: Published['knownBy'],
) {
  if (externalId === undefined) return transact(actions);
  const guard = put(
    postGuards.externalId,
    { ...postKeys.externalId(tenantId, platformId, externalId), distributionId: id },
    { expression: 'attribute_not_exists(pk) OR distributionId = :self', values: { ':self': id } },
  );
  try {
    await transact([...actions, guard]);
  } catch (error) {
    // What a search found may be another's; what the platform or a person named is ours all the same.
    if (!(error instanceof GuardFailed) || error.guard !== postGuards.externalId || knownBy === 'find') throw error;
    logger.error('The platform gave an external id twice', { id, externalId, item: error.item });
    await transact(actions);
  }
}

/** What a distribution shows of where it stands: of a thread, the first part, which was written down when it went out. */
function firstPost(before: Distribution, result: Published['result'], calledAt: number) {
  if (before.thread !== undefined) {
    const { externalId, externalUrl, publishedAt, lateByMs } = before;
    return { externalId, externalUrl, publishedAt, lateByMs };
  }
  return {
    externalId: result.externalId,
    externalUrl: result.externalUrl ?? undefined,
    ...publishedTimes(before, result, calledAt),
  };
}

/** The platform's own time where it gives one, and how late the call was. */
export function publishedTimes(
  { scheduledFor }: Distribution,
  { publishedAt }: { publishedAt?: string },
  calledAt: number,
) {
  const said = Date.parse(publishedAt ?? '');
  return {
    publishedAt: new Date(Number.isFinite(said) ? said : calledAt).toISOString(),
    lateByMs: scheduledFor === undefined ? 0 : calledAt - Date.parse(scheduledFor),
  };
}
