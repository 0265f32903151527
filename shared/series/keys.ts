import { platformPk } from '../accounts/keys.ts';
import type { Key } from '../kernel/table/client.ts';
import { tenantPrefix } from '../kernel/table/key-parts.ts';

export const seriesPk = (tenantId: string, id: string) => `${tenantPrefix(tenantId)}#SERIES#${id}`;

export const seriesPrefixes = {
  seriesOccurrence: 'OCC#',
} as const;

export const seriesKeys = {
  series: (tenantId: string, id: string): Key => ({ pk: seriesPk(tenantId, id), sk: 'SERIES' }),
  seriesTexts: (tenantId: string, id: string, version: number): Key => ({
    pk: seriesPk(tenantId, id),
    sk: `TEXTS#${version}`,
  }),
  /** `at` is the occurrence's instant; each plan of a series may have its own there. */
  seriesOccurrence: (tenantId: string, id: string, at: string, plan: number): Key => ({
    pk: seriesPk(tenantId, id),
    sk: `OCC#${at}#${String(plan).padStart(6, '0')}`,
  }),
};

export const seriesLists = {
  series: { index: 'gsi1', pk: (tenantId: string) => `${tenantPrefix(tenantId)}#SERIES` },
  /** Those that have not ended. */
  seriesByPlatform: {
    index: 'gsi2',
    pk: (tenantId: string, platformId: string) => `${platformPk(tenantId, platformId)}#SERIES`,
  },
  /** Series by the moment of their next post, of all tenants: what is not due is not read. */
  dueSeries: { index: 'gsi5', pk: () => 'SERIES' },
} as const;
