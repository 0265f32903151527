import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { transact } from '../../kernel/table/transact.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { endAttempt } from '../model/attempt-items.ts';
import type { Attempt, Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';
import { nextState } from '../model/transitions.ts';
import type { Publication } from '../publishing/load-publication.ts';
import { giveBackQuota } from '../quota/quota-items.ts';
import { failPost } from './fail-post.ts';
import { nextLookAt } from './look-times.ts';
import { postpone } from './postpone-distribution.ts';

/** The post surely is not on the platform: it goes out again, counted as a failed try. */
export async function applyAbsent({ state, account }: Publication, attempt: Attempt, actor: Actor): Promise<void> {
  const error = {
    class: 'ABSENT',
    message: 'The call had no answer, and the post is not on the platform.',
    remedy: 'Nothing: the post is tried again.',
  };
  if (state.retryCount >= account.maxRetries) {
    const remedy = 'Check that the platform works, and retry the post.';
    return failPost(state, { ...error, remedy }, actor, attempt);
  }
  // Its due moment stays: how late the post is now decides whether it still goes out.
  const at = Date.parse(state.dueAt ?? '') || Date.now();
  const to = { at, reason: 'ABSENT', counts: 'retryCount', error, attempt } as const;
  await postpone(state, to, actor, endAbsent(state, attempt, error));
}

/** The attempt as it ended where nothing is published, and its place in the quota given back. */
export function endAbsent(
  state: Distribution,
  attempt: Attempt | undefined,
  error: DistributionError,
): LabelledAction[] {
  return [...endAttempt(state, attempt, { state: 'failed', error }), ...giveBackQuota(state, attempt?.ledgerAt)];
}

/** The outcome is still unknown. `lostAt` and `notBefore` in milliseconds; `why` if the platform did not answer. */
export async function lookUpLater(
  state: Distribution,
  { lostAt, notBefore, why }: { lostAt: number; notBefore: number | undefined; why?: DistributionError },
  actor: Actor,
): Promise<void> {
  const looks = (state.lookCount ?? 0) + 1;
  const at = nextLookAt(looks, lostAt, Math.max(notBefore ?? 0, Date.now() + 1_000));
  if (at === undefined) return giveUpLookup(state, actor, why);
  const later = nextState(state, 'lookUpAgain', { lookCount: looks, lookAt: new Date(at).toISOString() });
  await transact(moveDistribution(state, later));
}

/** The last lookup gave no answer: the post stays unknown until the user says what is on the platform. */
export async function giveUpLookup(state: Distribution, actor: Actor, why?: DistributionError): Promise<void> {
  const unresolved = nextState(state, 'giveUpLookup', {});
  await transact([...moveDistribution(state, unresolved), unresolvedEvent(state, actor, why)]);
  emitMetric('PublishUnresolved', 'Count', 1, state.platformKind);
}

export function unresolvedEvent(state: Distribution, actor: Actor, why?: DistributionError): LabelledAction {
  return postEvent(actor, state, postEvents.DISTRIBUTION_UNRESOLVED, {
    attempt: state.attempts,
    looks: state.lookCount ?? 0,
    ...(why && { error: why }),
  });
}
