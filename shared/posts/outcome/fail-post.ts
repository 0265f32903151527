import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { releaseText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { nextState } from '../model/transitions.ts';
import { giveBackQuota } from '../quota/quota-items.ts';
import { postpone } from './postpone-distribution.ts';

/** Whatever a plan needs and is gone for good, e.g. its platform: it fails and says so, instead of waiting for ever. */
export async function failForMissing(state: Distribution, missing: string, actor: Actor): Promise<void> {
  const error = {
    class: 'NOT_FOUND',
    message: `The ${missing} of this distribution is gone.`,
    remedy: 'Create a distribution for a connected platform.',
  };
  await failPost(state, error, actor);
}

/**
 * A worker died while it prepared: the next one carries on at once, and what it has saved counts. It is counted as a
 * failed try, so that a text which kills its workers comes to an end.
 */
export async function takeOverPreparing(state: Distribution, maxRetries: number, actor: Actor): Promise<void> {
  const error = {
    class: 'RETRY_LATER',
    message: 'The publisher stopped while it prepared the post.',
    remedy: 'Nothing: the post is tried again. If it stays, see the log of the publish function.',
  };
  if (state.retryCount >= maxRetries) return failPost(state, error, actor);
  const at = Math.max(Date.now(), Date.parse(state.dueAt!));
  await postpone(state, { at, reason: 'WORKER_LOST', counts: 'retryCount', error }, actor);
}

/** Ends a plan that cannot go on, and says why. Its place in the ledger and its text are free again. */
export async function failPost(
  state: Distribution,
  error: DistributionError,
  actor: Actor,
  further: LabelledAction[] = [],
): Promise<void> {
  const failed = nextState(state, 'fail', {
    error,
    leaseUntil: undefined,
    ledgerAt: undefined,
    waitingSince: undefined,
    lookAt: undefined,
    lookCount: undefined,
  });
  await transact([
    ...moveDistribution(state, failed),
    ...giveBackQuota(state, state.ledgerAt),
    ...further,
    recordEvent(actor, postEvents.DISTRIBUTION_FAILED, {
      tenantId: state.tenantId,
      entityId: state.id,
      data: { error },
    }),
  ]);
  await releaseText(state);
}
