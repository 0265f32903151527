import { createHash } from 'node:crypto';
import type { DistributionView } from '../domain/distribution-view.ts';
import type { Idempotency } from '../store/idempotency-items.ts';
import { readIdempotencyRecord } from '../store/idempotency-items.ts';
import { approveDistribution } from './approve-distribution.ts';
import { getDistribution } from './get-distribution.ts';
import type { Warning } from './plan-time.ts';
import type { RequestContext } from './request-context.ts';

/** What became of one of them: the approved distribution, or what stood against it. */
export type ApprovalResult = { id: string } & (
  | { distribution: DistributionView & { warnings: Warning[] } }
  | { error: unknown }
);

/**
 * Approves each by itself, in a transaction of its own and in the order given: one that cannot be approved stands in
 * nobody's way. Each keeps its own record of the idempotency key, so that a repeat approves nothing a second time, not
 * even what was changed and asked for again in between.
 */
export async function approveDistributions(
  request: RequestContext,
  { ids, lateNow }: { ids: string[]; lateNow?: boolean },
): Promise<ApprovalResult[]> {
  const results: ApprovalResult[] = [];
  for (const id of new Set(ids)) results.push(await approveOne(request, id, lateNow));
  return results;
}

async function approveOne(request: RequestContext, id: string, lateNow?: boolean): Promise<ApprovalResult> {
  const idempotency = request.idempotency && partOf(request.idempotency, id);
  try {
    const isDone = idempotency && (await readIdempotencyRecord(request.tenantId, idempotency.id));
    const distribution = isDone
      ? { ...(await getDistribution(request.tenantId, id)), warnings: [] }
      : await approveDistribution({ ...request, idempotency }, id, { lateNow });
    return { id, distribution };
  } catch (error) {
    return { id, error };
  }
}

/** The key of a request of many, for one of them. */
function partOf({ id, fingerprint }: Idempotency, distributionId: string): Idempotency {
  return { id: createHash('sha256').update(`${id}\n${distributionId}`).digest('hex'), fingerprint };
}
