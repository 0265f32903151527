import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AttributeValue } from '../../../infra/local/dynamodb/items/attribute-value.ts';
import { holds } from '../../../infra/local/dynamodb/items/condition.ts';
import type { Condition } from '../../../infra/local/dynamodb/requests/expressions.ts';
import {
  itemKey,
  partitionStart,
  type RangeOperator,
  segmentRange,
  sortKeyRange,
} from '../../../infra/local/dynamodb/storage/item-key.ts';
import { Storage } from '../../../infra/local/dynamodb/storage/storage.ts';
import type { KeyAttribute } from '../../../infra/local/dynamodb/tables/table-layout.ts';

const pk: KeyAttribute = { name: 'pk', type: 'S' };
const character = fc.constantFrom('\0', '\x01', '\x02', '\x03', 'a', 'b', '~', 'é', '\ud7ff', '\ue000', '\u{10ffff}');
/** A key is never empty. */
const text = fc.string({ unit: character, minLength: 1, maxLength: 4 });
const number = fc
  .tuple(fc.integer({ min: -12_345, max: 12_345 }), fc.integer({ min: 0, max: 3 }))
  .map(([digits, decimals]) => String(digits / 10 ** decimals));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 3 }).map((one) => Buffer.from(one).toString('base64'));
const sortKeys = {
  S: {
    type: 'S',
    value: text.map((S): AttributeValue => ({ S })),
    isBefore: beforeByBytes((value) => Buffer.from(value.S!)),
  },
  N: {
    type: 'N',
    value: number.map((N): AttributeValue => ({ N })),
    isBefore: (left: AttributeValue, right: AttributeValue) => Number(left.N) < Number(right.N),
  },
  B: {
    type: 'B',
    value: bytes.map((B): AttributeValue => ({ B })),
    isBefore: beforeByBytes((value) => Buffer.from(value.B!, 'base64')),
  },
} as const;

const conditions: Record<string, Condition> = {
  EQ: { type: '=', args: [['sk'], ':low'] },
  LT: { type: '<', args: [['sk'], ':low'] },
  LE: { type: '<=', args: [['sk'], ':low'] },
  GT: { type: '>', args: [['sk'], ':low'] },
  GE: { type: '>=', args: [['sk'], ':low'] },
  BETWEEN: { type: 'between', args: [['sk'], ':low', ':high'] },
  BEGINS_WITH: { type: 'function', name: 'begins_with', args: [['sk'], ':low'] },
};

function beforeByBytes(bytesOf: (value: AttributeValue) => Buffer) {
  return (left: AttributeValue, right: AttributeValue) => Buffer.compare(bytesOf(left), bytesOf(right)) < 0;
}

it.each(Object.values(sortKeys))(
  'keeps a partition in the order of its $type sort keys, and finds by each condition just what meets it',
  ({ type, value, isBefore }) => {
    const sk: KeyAttribute = { name: 'sk', type };
    const operators = Object.keys(conditions).filter((operator) => type !== 'N' || operator !== 'BEGINS_WITH');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, value), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(...operators),
        fc.tuple(value, value),
        (items, operator, bounds) => {
          const [low, high] = isBefore(bounds[1], bounds[0]) ? bounds.toReversed() : bounds;
          const storage = Storage.open(undefined);
          storage.commit(
            items.map(([hash, sort]) => {
              const item = { pk: { S: hash }, sk: sort };
              return { type: 'put', key: itemKey([pk, sk], item), value: item };
            }),
          );
          const start = partitionStart({ S: items[0]![0] }, pk);
          const listed = (...condition: [RangeOperator?, AttributeValue[]?]) =>
            [...storage.entries<{ pk: AttributeValue; sk: AttributeValue }>(sortKeyRange(start, sk, ...condition))].map(
              ([, item]) => item,
            );
          const all = listed();
          const inPartition = items.filter(([hash]) => hash === items[0]![0]);
          expect(new Set(all.map((item) => JSON.stringify(item.sk)))).toEqual(
            new Set(inPartition.map(([, sort]) => JSON.stringify(sort))),
          );
          expect(all.every(({ sk: one }, index) => index === 0 || isBefore(all[index - 1]!.sk, one))).toBe(true);
          const wanted = all.filter((item) => holds(conditions[operator]!, item, { ':low': low!, ':high': high! }));
          expect(listed(operator as RangeOperator, operator === 'BETWEEN' ? [low!, high!] : [low!])).toEqual(wanted);
          storage.close();
        },
      ),
    );
  },
);

it('puts each partition into one segment of a scan', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 5000 }), (hash, total) => {
      const key = partitionStart({ S: hash }, pk);
      const holding = Array.from({ length: total }, (_, segment) => segmentRange(segment, total)).filter(
        ({ gte, lt }) => gte <= key && key < lt,
      );
      expect(holding).toHaveLength(1);
    }),
    { numRuns: 30 },
  );
});
