import type { Span } from '../../faults/aws-behaviour.ts';
import type { LocalMetrics } from '../../faults/local-metrics.ts';
import type { SeededRandom } from '../../faults/seeded-random.ts';
import type { Item } from '../items/attribute-value.ts';
import type { Change } from '../storage/change.ts';
import { indexPrefix, type KeyRange } from '../storage/key-space.ts';

/** What an index does not show yet of one of its entries. */
interface Hidden {
  visibleAt: number;
  /** What it shows instead. */
  before: Item | undefined;
}

/**
 * Writes that the indexes of a table do not show yet: each write comes to them after a time of its own, and the writes of
 * one item in their order. The store is ahead; what it holds is put back as it was while somebody reads an index.
 */
export class IndexLag {
  readonly #span: Span;
  readonly #random: SeededRandom;
  readonly #metrics: LocalMetrics;
  /** By the entry's key in the store, oldest first. */
  readonly #hidden = new Map<string, Hidden[]>();
  /** When the last write of an item comes to its indexes. */
  readonly #lastOf = new Map<string, number>();

  constructor(span: Span, random: SeededRandom, metrics: LocalMetrics) {
    this.#span = span;
    this.#random = random;
    this.#metrics = metrics;
  }

  /** Call when the changes are stored. */
  note(changes: readonly Change[]): void {
    this.#forget();
    for (const { table, key, indexChanges } of changes) {
      if (indexChanges.length === 0) continue;
      const { TableName } = table.description;
      const item = `${TableName}~${key}`;
      const visibleAt = Math.max(Date.now() + this.#random.between(...this.#span), this.#lastOf.get(item) ?? 0);
      this.#lastOf.set(item, visibleAt);
      for (const { index, before, after } of indexChanges) {
        const prefix = indexPrefix(TableName, index.IndexName);
        const hide = (entry: string, shown: Item | undefined) => {
          const known = this.#hidden.get(prefix + entry) ?? [];
          this.#hidden.set(prefix + entry, [...known, { visibleAt, before: shown }]);
        };
        if (before) hide(before.key, before.item);
        if (after && after.key !== before?.key) hide(after.key, undefined);
      }
    }
  }

  /** What a reader of this range still sees instead of what is stored, by key; `undefined` hides an entry. */
  oldEntries(range: KeyRange): Map<string, Item | undefined> {
    this.#forget();
    const old = new Map<string, Item | undefined>();
    for (const [key, [first]] of this.#hidden) if (isIn(range, key)) old.set(key, first!.before);
    if (old.size > 0) this.#metrics.count('StaleIndexReads');
    return old;
  }

  #forget(): void {
    const now = Date.now();
    for (const [key, hidden] of this.#hidden) {
      const left = hidden.filter(({ visibleAt }) => visibleAt > now);
      if (left.length === 0) this.#hidden.delete(key);
      else if (left.length < hidden.length) this.#hidden.set(key, left);
    }
    for (const [item, at] of this.#lastOf) if (at <= now) this.#lastOf.delete(item);
  }
}

function isIn({ gt, gte, lt, lte }: KeyRange, key: string): boolean {
  if (gt !== undefined && key <= gt) return false;
  if (gte !== undefined && key < gte) return false;
  if (lt !== undefined && key >= lt) return false;
  return lte === undefined || key <= lte;
}
