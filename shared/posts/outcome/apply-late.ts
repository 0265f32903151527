import type { LatePolicy } from '../../accounts/late-policy.ts';
import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { transact } from '../../kernel/table/transact.ts';
import { releaseText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { postEvent } from '../model/post-event.ts';
import { withPart } from '../model/status-parts.ts';
import { nextState } from '../model/transitions.ts';
import { giveBackQuota } from '../quota/quota-items.ts';

/**
 * A post that is later than its policy allows is not published: it is missed, or asked for.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function applyLate(state: Distribution, policy: Exclude<LatePolicy, 'publish'>, actor: Actor) {
  const lateMinutes = Math.floor((Date.now() - Date.parse(withPart(state, 'due').dueAt)) / 60_000);
  const skips = policy === 'skip';
  const error = {
    class: 'MISSED',
    message: `The post was ${lateMinutes} min late when it could go out.`,
    remedy: skips
      ? 'Retry it, give it a new time, or leave it.'
      : 'Let it go out with POST /api/v1/distributions/{id}/approve and {"now": true} or a new time, or cancel it.',
  };
  const late = { reason: 'LATE', dueAt: state.dueAt, lateMinutes } as const;
  const type = skips ? postEvents.DISTRIBUTION_MISSED : postEvents.DISTRIBUTION_PUBLISH_REQUESTED;
  await transact([
    ...moveDistribution(state, nextState(state, skips ? 'miss' : 'askWhetherLate', { error })),
    ...giveBackQuota(state, state.ledgerAt),
    postEvent(actor, state, type, late),
  ]);
  emitMetric(skips ? 'PublishMissed' : 'PublishAsked', 'Count', 1, state.platformKind);
  if (skips) await releaseText(state);
}
