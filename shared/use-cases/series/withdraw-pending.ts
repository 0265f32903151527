import { nextState } from '../../domain/next-state.ts';
import type { Series } from '../../domain/series/series.ts';
import { readDistribution } from '../../store/distribution-items.ts';
import type { LabelledAction } from '../../store/transact.ts';
import { changeActions } from '../change-distribution.ts';
import { readContent } from '../find-distribution.ts';
import type { RequestContext } from '../request-context.ts';

const noPlan = { dueAt: undefined, wakeAt: undefined, leaseUntil: undefined, held: undefined, slotKey: undefined };

/**
 * Takes back the post that a series has made and that has not gone out: cancelled in the transaction of whatever changes
 * the series. Its turn is free again. What is on its way or out, or a draft by now, stays as it is and counts as the
 * last; one whose time has passed stays too, unless the whole series is stopped (`all`).
 */
export async function withdrawPending(
  request: Pick<RequestContext, 'tenantId' | 'actor' | 'idempotency'>,
  series: Series,
  { all }: { all: boolean },
): Promise<{ series: Series; withdrawn: string | undefined; actions: LabelledAction[] }> {
  const { pending, ...rest } = series;
  if (pending === undefined) return { series, withdrawn: undefined, actions: [] };
  const before = await readDistribution(series.tenantId, pending.distributionId);
  const isWaiting = before !== undefined && ['scheduled', 'preparing', 'publish_requested'].includes(before.status);
  const isAhead = Date.parse(before?.scheduledFor ?? pending.at) > Date.now();
  if (before === undefined || !isWaiting || !(isAhead || all) || before.thread !== undefined) {
    return { series: { ...rest, last: pending }, withdrawn: undefined, actions: [] };
  }
  const { actions } = await changeActions({
    request,
    before,
    after: nextState(before, 'cancel', { ...noPlan, version: before.version + 1 }, 'be cancelled'),
    content: await readContent(before),
    event: { type: 'DISTRIBUTION_CANCELLED', data: { seriesId: series.id } },
  });
  return { series: rest, withdrawn: before.id, actions };
}
