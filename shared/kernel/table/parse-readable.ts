import { logger } from '../logger.ts';
import type { Item } from './client.ts';

/** Parses items and leaves out those that cannot be read, with an error in the log, so that a run reaches all others. */
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
