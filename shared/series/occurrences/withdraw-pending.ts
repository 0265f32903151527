import type { RequestContext } from '../../kernel/requests/request-context.ts';
import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { cancelPost } from '../../posts/commands/cancel-post.ts';
import { readDistribution } from '../../posts/model/distribution-items.ts';
import { changeActions } from '../../posts/planning/change-distribution.ts';
import { stillWaits, withPast } from '../model/pending-post.ts';
import type { Series } from '../model/series.ts';

/**
 * Takes back the post that a series has made and that has not gone out: cancelled in the transaction of whatever changes
 * the series. Its turn is free again. One whose time has passed is taken back only while it waits for an approval, or
 * where the whole series is stopped (`all`); otherwise it goes out as it is, and the series waits for it. A post that
 * is published, or that has become a draft, counts as the last.
 */
export async function withdrawPending(
  request: Pick<RequestContext, 'tenantId' | 'actor' | 'idempotency'>,
  series: Series,
  { all }: { all: boolean },
): Promise<{ series: Series; withdrawn: string | undefined; actions: LabelledAction[] }> {
  const { pending, ...rest } = series;
  if (pending === undefined) return { series, withdrawn: undefined, actions: [] };
  const before = await readDistribution(series.tenantId, pending.distributionId);
  if (before === undefined || !stillWaits(before)) {
    return { series: withPast(series, before), withdrawn: undefined, actions: [] };
  }
  const isAhead = Date.parse(before.scheduledFor ?? pending.at) > Date.now();
  const isOurs = all || isAhead || before.status === 'publish_requested';
  if (!isOurs || before.status === 'publishing' || before.thread !== undefined) {
    return { series, withdrawn: undefined, actions: [] };
  }
  const { actions } = await changeActions(await cancelPost(before, request.actor, series.id));
  return { series: rest, withdrawn: before.id, actions };
}
