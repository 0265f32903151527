import type { LatePolicy } from '../../accounts/late-policy.ts';
import { emitMetric } from '../../aws/emit-metric.ts';
import type { Actor } from '../../kernel/events/event.ts';
import { recordEvent } from '../../kernel/events/event-items.ts';
import { transact } from '../../kernel/table/transact.ts';
import { releaseText } from '../model/content-hash-items.ts';
import type { Distribution } from '../model/distribution.ts';
import { moveDistribution } from '../model/distribution-items.ts';
import { postEvents } from '../model/events.ts';
import { nextState } from '../model/transitions.ts';
import { giveBackQuota } from '../quota/quota-items.ts';

/**
 * A post that is later than its policy allows is not published: it is missed, or asked for.
 *
 * @throws GuardFailed where another worker or the user was quicker
 */
export async function applyLate(state: Distribution, policy: Exclude<LatePolicy, 'publish'>, actor: Actor) {
  const minutes = Math.floor((Date.now() - Date.parse(state.dueAt!)) / 60_000);
  const skips = policy === 'skip';
  const error = {
    class: 'MISSED',
    message: `The post was ${minutes} min late when it could go out.`,
    remedy: skips
      ? 'Retry it, give it a new time, or leave it.'
      : 'Let it go out with POST /api/v1/distributions/{id}/approve and {"now": true} or a new time, or cancel it.',
  };
  const noPlan = {
    dueAt: undefined,
    wakeAt: undefined,
    leaseUntil: undefined,
    approvedBy: undefined,
    ledgerAt: undefined,
    waitingSince: undefined,
  };
  const settled = nextState(state, skips ? 'miss' : 'ask', { ...noPlan, version: state.version + 1, error });
  await transact([
    ...moveDistribution(state, settled),
    ...giveBackQuota(state, state.ledgerAt),
    recordEvent(actor, skips ? postEvents.DISTRIBUTION_MISSED : postEvents.DISTRIBUTION_PUBLISH_REQUESTED, {
      tenantId: state.tenantId,
      entityId: state.id,
      data: { reason: 'LATE', dueAt: state.dueAt, lateMinutes: minutes },
    }),
  ]);
  emitMetric(skips ? 'PublishMissed' : 'PublishAsked', 'Count', 1, state.platformKind);
  if (skips) await releaseText(state);
}
