import type { LabelledAction } from '../../kernel/table/labelled-action.ts';
import { getItem } from '../../kernel/table/read.ts';
import { putAlways, removeAlways } from '../../kernel/table/transact.ts';
import { accountKeys } from '../keys.ts';
import { type SealedCredentials, sealedCredentialsSchema } from './sealed-credentials.ts';

interface Owner {
  tenantId: string;
  id: string;
}

/** In the transaction that names the version in the account's item: what guards that item guards these. */
export function putSealedCredentials({ tenantId, id }: Owner, sealed: SealedCredentials): LabelledAction {
  return putAlways({ ...accountKeys.credentials(tenantId, id), ...sealed });
}

export function removeSealedCredentials({ tenantId, id }: Owner): LabelledAction {
  return removeAlways(accountKeys.credentials(tenantId, id));
}

export async function readSealedCredentials({ tenantId, id }: Owner): Promise<SealedCredentials | undefined> {
  const item = await getItem(accountKeys.credentials(tenantId, id));
  return item && sealedCredentialsSchema.parse(item);
}
