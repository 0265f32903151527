import type { Key } from '../kernel/table/client.ts';
import { distributionPk } from '../posts/model/keys.ts';

export const learningPrefixes = {
  snapshots: 'METRIC#',
} as const;

export const learningKeys = {
  /** Some snapshots; `recordedAt` is that of the oldest. */
  snapshots: (tenantId: string, id: string, recordedAt: string): Key => ({
    pk: distributionPk(tenantId, id),
    sk: `METRIC#${recordedAt}`,
  }),
};
