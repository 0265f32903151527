import type { Key } from '../../table/client.ts';
import { tenantPrefix } from '../../table/key-parts.ts';

export const rateKeys = {
  /** `bucket` names whose permits they are: the tenant's, or one key's. */
  bucket: (tenantId: string, bucket: string): Key => ({ pk: `${tenantPrefix(tenantId)}#RATE#${bucket}`, sk: 'RATE' }),
};
