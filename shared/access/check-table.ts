import { HeraldError } from '../kernel/herald-error.ts';
import { readNoTenant } from './tenant-items.ts';

/** Reads the table once. @throws HeraldError `unavailable` where that fails */
export async function checkTable(): Promise<void> {
  try {
    await readNoTenant();
  } catch (error) {
    throw new HeraldError('unavailable', 'Herald cannot read its table.', {
      headers: { 'retry-after': '5' },
      remedy: 'See the log of the health function for the cause.',
      cause: error,
    });
  }
}
