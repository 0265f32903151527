import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem, queryPartition } from '../../kernel/table/read.ts';
import { putAlways } from '../../kernel/table/transact.ts';
import { isoNow } from '../../kernel/time/clock.ts';
import type { DistributionError } from '../../platforms/contract/describe-error.ts';
import { type Attempt, attemptSchema, type Distribution } from './distribution.ts';
import { distributionPk, postKeys, postPrefixes } from './keys.ts';

type Owner = Pick<Distribution, 'tenantId' | 'id'>;

/** The newest attempt of a distribution. */
export async function readAttempt({ tenantId, id, attempts }: Distribution): Promise<Attempt | undefined> {
  const item = await getItem(postKeys.attempt(tenantId, id, attempts));
  return item && attemptSchema.parse(item);
}

/** Every attempt of a distribution, the first first. */
export async function readAttempts({ tenantId, id }: Owner): Promise<Attempt[]> {
  const items = await queryPartition({ pk: distributionPk(tenantId, id), prefix: postPrefixes.attempt });
  return items.map((item) => attemptSchema.parse(item));
}

export function writeAttempt({ tenantId, id }: Owner, attempt: Attempt): LabelledAction {
  return putAlways({ ...postKeys.attempt(tenantId, id, attempt.number), ...attempt });
}

/** No write where the record of the attempt is gone. */
export function endAttempt(
  owner: Owner,
  attempt: Attempt | undefined,
  end:
    | { state: 'failed' | 'unknown'; error: DistributionError }
    | { state: 'succeeded'; externalId?: string | undefined },
): LabelledAction[] {
  if (attempt === undefined) return [];
  const now = isoNow();
  // What is found to have failed has ended when its worker was lost.
  const endedAt = end.state === 'failed' ? (attempt.endedAt ?? now) : now;
  return [writeAttempt(owner, { ...attempt, error: undefined, ...end, endedAt })];
}
