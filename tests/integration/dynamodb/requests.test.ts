import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CheckedOperation } from '../../../infra/local/dynamodb/dynalite/dynalite.ts';
import type { Item } from '../../../infra/local/dynamodb/items/attribute-value.ts';
import { holds } from '../../../infra/local/dynamodb/items/condition.ts';
import { decimalSum } from '../../../infra/local/dynamodb/items/decimal.ts';
import { checkRequest, fullyChecked } from '../../../infra/local/dynamodb/requests/check-request.ts';
import { parsedExpressions } from '../../../infra/local/dynamodb/requests/parsed-expressions.ts';
import { plainRequest } from '../../../infra/local/dynamodb/requests/plain-request.ts';
import { request } from './support/arbitrary-requests.ts';

const TableName = 'table';
const number = fc.oneof(
  fc.constantFrom('0', '-0', '00', '01', '1.50', '1e3', '', 'x', '0.0000001', '-0.5', '.5', '5.', ' 1', '1_0'),
  fc.double({ noNaN: true }).map(String),
  fc.bigInt().map(String),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    number.map((N) => ({ N })),
    fc.string().map((S) => ({ S })),
    fc.constantFrom<object>(
      { BOOL: true },
      { BOOL: 'true' },
      { NULL: false },
      { NULL: true },
      {},
      { S: 'a', N: '1' },
      { X: '' },
    ),
    fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }).map((SS) => ({ SS })),
    fc.array(number, { maxLength: 2 }).map((NS) => ({ NS })),
    fc.array(tie('value'), { maxLength: 2 }).map((L) => ({ L })),
    fc.dictionary(fc.constantFrom('a', 'constructor', '__proto__'), tie('value'), { maxKeys: 2 }).map((M) => ({ M })),
  ),
})).value;
const put = fc
  .dictionary(fc.constantFrom('pk', 'v', '__proto__'), value)
  .map((Item) => ({ command: 'PutItem', input: { TableName, Item, ReturnValues: 'ALL_OLD' } }));

/** What a caller sees of a check: the members that the operation knows, or the error. */
function outcome(check: () => Record<string, unknown>): unknown {
  try {
    const { KeyConditions: _derived, ...members } = check();
    return Object.fromEntries(Object.entries(members).filter(([name]) => !name.startsWith('_')));
  } catch (error) {
    return String(error);
  }
}

it('makes of a plain request what the full check makes of it, and refuses in its words', () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.oneof(request, put), ({ command, input }) => {
      if (command === 'TransactWriteItems') return;
      const operation = command as CheckedOperation;
      const body = JSON.parse(JSON.stringify(input));
      if (plainRequest(operation, body)) plain += 1;
      expect(outcome(() => checkRequest(operation, body))).toEqual(outcome(() => fullyChecked(operation, body)));
    }),
    { numRuns: 400 },
  );
  expect(plain).toBeGreaterThan(100);
});

it('parses an expression once, and means the values of each request by it', () => {
  const check = (ConditionExpression: string, ExpressionAttributeValues: Item, names?: Record<string, string>) =>
    parsedExpressions({ ConditionExpression, ExpressionAttributeValues, ExpressionAttributeNames: names });
  const between = (low: string, high: string) =>
    check('n BETWEEN :low AND :high', { ':low': { N: low }, ':high': { N: high } });
  const condition = between('1', '3')!.condition!;
  expect(between('5', '7')!.condition).toBe(condition);
  expect(holds(condition, { n: { N: '2' } }, { ':low': { N: '1' }, ':high': { N: '3' } })).toBe(true);
  expect(holds(condition, { n: { N: '2' } }, { ':low': { N: '5' }, ':high': { N: '7' } })).toBe(false);
  expect(between('7', '5')).toBeUndefined();

  expect(check('attribute_type(v, :t)', { ':t': { S: 'N' } })).toBeDefined();
  expect(check('attribute_type(v, :t)', { ':t': { S: 'Nonsense' } })).toBeUndefined();
  expect(check('begins_with(v, :t)', { ':t': { S: 'x' } })).toBeDefined();
  expect(check('begins_with(v, :t)', { ':t': { N: '1' } })).toBeUndefined();

  const one = { N: '1' };
  const both = check('a = :a AND b = :b', { ':a': one, ':b': one })!.condition!;
  expect(holds(both, { a: { N: '1' }, b: { N: '2' } }, { ':a': { N: '1' }, ':b': { N: '2' } })).toBe(true);

  const named = (real: string) => check('#n = :a', { ':a': one }, { '#n': real })!.condition!;
  expect([holds(named('x'), { x: one }, { ':a': one }), holds(named('y'), { x: one }, { ':a': one })]).toEqual([
    true,
    false,
  ]);
  expect(holds(named('constructor'), {}, { ':a': one })).toBe(false);
});

it('forgets expressions when there are too many', () => {
  const first = parsedExpressions({ ConditionExpression: 'attribute_exists(one)' });
  expect(parsedExpressions({ ConditionExpression: 'attribute_exists(one)' })).toBe(first);
  for (let n = 0; n < 1000; n++) parsedExpressions({ ConditionExpression: `attribute_exists(n${n})` });
  const again = parsedExpressions({ ConditionExpression: 'attribute_exists(one)' });
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
});

it('adds and subtracts numbers exactly, whatever their digits', () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }), fc.integer({ min: 0, max: 20 }));
  const written = ([digits, decimals]: [bigint, number]) => decimalSum('0', shifted(digits, decimals));
  fc.assert(
    fc.property(decimal, decimal, fc.constantFrom<1 | -1>(1, -1), (left, right, sign) => {
      const scale = Math.max(left[1], right[1]);
      const units = ([digits, decimals]: [bigint, number]) => digits * 10n ** BigInt(scale - decimals);
      const sum = units(left) + BigInt(sign) * units(right);
      expect(decimalSum(written(left), written(right), sign)).toBe(written([sum, scale]));
    }),
  );
  expect([decimalSum('0.1', '0.2'), decimalSum('1', '1', -1), decimalSum('-0.5', '10.5')]).toEqual(['0.3', '0', '10']);
});

function shifted(digits: bigint, decimals: number): string {
  const text = String(digits < 0n ? -digits : digits).padStart(decimals + 1, '0');
  const point = text.length - decimals;
  return `${digits < 0n ? '-' : ''}${text.slice(0, point)}${decimals > 0 ? '.' : ''}${text.slice(point)}`;
}
