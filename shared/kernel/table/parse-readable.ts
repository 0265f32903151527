import { logger } from '../logger.ts';
import type { Item } from './client.ts';

/** What can be read of some items: one that cannot must not keep a run over many from all others. It is in the log. */
export function parseReadable<What>(items: (Item | undefined)[], read: (item: Item) => What, what: string): What[] {
  return items.flatMap((item) => {
    if (item === undefined) return [];
    try {
      return [read(item)];
    } catch (error) {
      logger.error(`${what} cannot be read`, { pk: item.pk, error: error as Error });
      return [];
    }
  });
}
