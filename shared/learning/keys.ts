import type { Key } from '../kernel/table/client.ts';
import { distributionPk } from '../posts/model/keys.ts';

export const learningPrefixes = {
  snapshot: 'METRIC#',
} as const;

export const learningKeys = {
  snapshot: (tenantId: string, id: string, recordedAt: string): Key => ({
    pk: distributionPk(tenantId, id),
    sk: `METRIC#${recordedAt}`,
  }),
};
