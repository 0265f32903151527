import { type DistributionView, viewDistribution } from '../domain/distribution-view.ts';
import { nextState } from '../domain/next-state.ts';
import { changeDistribution } from './change-distribution.ts';
import { findDistribution, readContent } from './find-distribution.ts';
import type { RequestContext } from './request-context.ts';

const noPlan = { dueAt: undefined, wakeAt: undefined, leaseUntil: undefined };

/** Takes a distribution off the schedule for good, up to the moment of the visible call. */
export async function cancelDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  const before = await findDistribution(request.tenantId, id);
  const after = nextState(before, 'cancel', { ...noPlan, version: before.version + 1 }, 'be cancelled');
  await changeDistribution({ request, before, after, event: { type: 'DISTRIBUTION_CANCELLED' } });
  return viewDistribution(after, await readContent(after));
}

/** Puts what has ended out of sight; its record stays. */
export async function archiveDistribution(request: RequestContext, id: string): Promise<DistributionView> {
  const before = await findDistribution(request.tenantId, id);
  const after = nextState(before, 'archive', { ...noPlan, version: before.version + 1 }, 'be archived');
  await changeDistribution({ request, before, after, event: { type: 'DISTRIBUTION_ARCHIVED' } });
  return viewDistribution(after, await readContent(after));
}
