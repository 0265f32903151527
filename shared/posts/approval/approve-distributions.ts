import { createHash } from 'node:crypto';
import type { Warning } from '../../calendar/times/parse-requested-time.ts';
import {
  assertSameBody,
  type Idempotency,
  readIdempotencyRecord,
  recordIdempotency,
} from '../../kernel/requests/idempotency-items.ts';
import type { RequestContext } from '../../kernel/requests/request-context.ts';
import { tryTransact } from '../../kernel/table/try-transact.ts';
import { getDistribution } from '../commands/get-distribution.ts';
import type { DistributionView } from '../model/distribution-view.ts';
import { approveDistribution } from './approve-distribution.ts';

/** The result for one of them: the approved distribution, or the reason for the refusal. */
export type ApprovalResult = { id: string } & (
  | { distribution: DistributionView & { warnings: Warning[] } }
  | { error: unknown }
);

/**
 * Approves each in its own transaction, in the given order; one that cannot be approved does not stop the others. Each
 * keeps its own record of the idempotency key, so a repeated request approves nothing a second time, not even a post
 * that was changed and requested again in between.
 *
 * @throws HeraldError `idempotency_key_reused` if the key came with another body before
 */
export async function approveDistributions(
  request: RequestContext,
  { ids, lateNow }: { ids: string[]; lateNow?: boolean },
): Promise<ApprovalResult[]> {
  if (request.idempotency) await assertSameAsBefore(request.tenantId, request.idempotency);
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

/**
 * The whole has a record too, which says what was asked for and not what came of it: a key that came with other ids
 * would find none of their records.
 */
async function assertSameAsBefore(tenantId: string, idempotency: Idempotency): Promise<void> {
  const whole = partOf(idempotency, 'all');
  const isKnown = await tryTransact(recordIdempotency(tenantId, whole, { status: 200, resourceId: 'all' }));
  if (isKnown === undefined) return;
  const record = await readIdempotencyRecord(tenantId, whole.id);
  if (record !== undefined) assertSameBody(record, whole);
}

/** The key of a request of many, for one of them. */
function partOf({ id, fingerprint }: Idempotency, distributionId: string): Idempotency {
  return { id: createHash('sha256').update(`${id}\n${distributionId}`).digest('hex'), fingerprint };
}
