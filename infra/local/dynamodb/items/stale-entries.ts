import type { Item } from './attribute-value.ts';

/** Entries in key order, with the old ones in place of what is stored under their keys; `undefined` leaves a key out. */
export function* withOldEntries(
  stored: Iterable<[key: string, item: Item]>,
  old: ReadonlyMap<string, Item | undefined>,
  isReverse: boolean,
): Generator<[key: string, item: Item]> {
  const comesBefore = (left: string, right: string) => {
    const order = Buffer.compare(Buffer.from(left), Buffer.from(right));
    return isReverse ? order > 0 : order < 0;
  };
  const waiting = [...old].filter((entry): entry is [string, Item] => entry[1] !== undefined);
  waiting.sort(([left], [right]) => (comesBefore(left, right) ? -1 : 1));
  for (const entry of stored) {
    while (waiting.length > 0 && comesBefore(waiting[0]![0], entry[0])) yield waiting.shift()!;
    if (!old.has(entry[0])) yield entry;
  }
  yield* waiting;
}
