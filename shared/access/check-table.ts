import { HeraldError } from '../kernel/herald-error.ts';
import { getItem } from '../kernel/table/read.ts';
import { accessKeys } from './keys.ts';

/** One read of a key that nothing has. @throws HeraldError `unavailable` */
export async function checkTable(): Promise<void> {
  try {
    await getItem(accessKeys.tenant('health'));
  } catch (error) {
    throw new HeraldError('unavailable', 'Herald cannot read its table.', {
      remedy: 'See the log of the health function for the cause.',
      cause: error,
    });
  }
}
