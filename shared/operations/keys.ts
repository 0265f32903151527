import type { Key } from '../kernel/table/client.ts';

export const operationsKeys = {
  /** How far the sweep has looked; the only item of no tenant but API keys, links and tenants. */
  sweepMark: (): Key => ({ pk: 'SWEEP', sk: 'WATERMARK' }),
};
