import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { put } from '../../kernel/table/transact.ts';
import type { Distribution } from './distribution.ts';
import { postGuards } from './guards.ts';
import { postKeys } from './keys.ts';

/** The platform's id of a post belongs to one distribution. Refused by `externalId` where another one has it. */
export function claimExternalId(
  { tenantId, id, platformId }: Pick<Distribution, 'tenantId' | 'id' | 'platformId'>,
  externalId: string,
): LabelledAction {
  return put(
    postGuards.externalId,
    { ...postKeys.externalId(tenantId, platformId, externalId), distributionId: id },
    { expression: 'attribute_not_exists(pk) OR distributionId = :self', values: { ':self': id } },
  );
}
