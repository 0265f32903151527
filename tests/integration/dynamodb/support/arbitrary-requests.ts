import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { TABLE } from './contract-target.ts';

export interface Request {
  command: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'TransactWriteItems' | 'Query' | 'Scan';
  input: object;
}

type Values = Record<string, AttributeValue>;
/** An expression and the values it names. */
type Expression = [text: string, values?: Values];

const pk = fc.constantFrom('a', 'b', 'c');
const key = fc
  .record({ pk, sk: fc.constantFrom('1', '12', '2', 'é') })
  .map((names) => ({ pk: { S: names.pk }, sk: { S: names.sk } }));

const number = fc.integer({ min: -3, max: 12 }).map((n): AttributeValue => ({ N: String(n) }));
const text = fc.constantFrom('', 'x', 'é', 'long'.repeat(300)).map((S): AttributeValue => ({ S }));
const flag = fc.boolean().map((BOOL): AttributeValue => ({ BOOL }));
const member = fc.constantFrom('p', 'q', 'r');
const set = fc.uniqueArray(member, { minLength: 1 }).map((SS): AttributeValue => ({ SS }));
const list = fc.array(fc.oneof(number, text), { maxLength: 3 }).map((L): AttributeValue => ({ L }));
const map = fc.dictionary(member, number, { maxKeys: 2 }).map((M): AttributeValue => ({ M }));
const value = fc.oneof(number, text, flag, set, list, map);
const indexKey = fc.constantFrom<AttributeValue>({ S: 'g' }, { S: 'h' });
const members = fc.record(
  {
    v: value,
    n: number,
    tags: set,
    l: list,
    m: map,
    shown: value,
    gsi1pk: indexKey,
    gsi1sk: indexKey,
    gsi2pk: indexKey,
  },
  { requiredKeys: [] },
);

const condition = fc.constantFrom<Expression[]>(
  ['attribute_exists(pk)'],
  ['attribute_not_exists(pk)'],
  ['attribute_not_exists(v) OR n > :n', { ':n': { N: '4' } }],
  ['n BETWEEN :n AND :k', { ':n': { N: '0' }, ':k': { N: '6' } }],
  ['contains(tags, :p)', { ':p': { S: 'p' } }],
  ['size(l) >= :k', { ':k': { N: '2' } }],
  ['attribute_type(v, :t)', { ':t': { S: 'S' } }],
  ['NOT begins_with(v, :x) AND v <> :x', { ':x': { S: 'x' } }],
  ['m.p = :k OR l[0] = :k', { ':k': { N: '1' } }],
  ['size(v) = :z', { ':z': { N: '0' } }],
  ['v = :m', { ':m': { M: { p: { N: '1' } } } }],
  ['v <> :l', { ':l': { L: [{ N: '1' }] } }],
  ['contains(l, :e) OR contains(v, :e)', { ':e': { S: '' } }],
  ['v IN (:f, :e)', { ':f': { BOOL: false }, ':e': { S: '' } }],
  ['v BETWEEN :e AND :x', { ':e': { S: '' }, ':x': { S: 'x' } }],
  ['v = n OR shown <> v'],
  ['size(tags) < size(l) AND NOT (v > :e)', { ':e': { S: '' } }],
);
const update = fc.constantFrom<Expression[]>(
  ['SET n = if_not_exists(n, :u0) + :u1', { ':u0': { N: '0' }, ':u1': { N: '1' } }],
  ['ADD n :u1, tags :us', { ':u1': { N: '2' }, ':us': { SS: ['p', 'z'] } }],
  ['DELETE tags :us REMOVE v', { ':us': { SS: ['p'] } }],
  ['SET l = list_append(l, :ul), gsi1pk = :ug, gsi1sk = :ug', { ':ul': { L: [{ S: 'end' }] }, ':ug': { S: 'g' } }],
  ['SET m.p = :u1, shown = :u1', { ':u1': { N: '1' } }],
  ['SET l[0] = :u1 REMOVE gsi2pk', { ':u1': { N: '7' } }],
  ['SET v = n, gsi2pk = :ug', { ':ug': { S: 'h' } }],
  ['REMOVE gsi1pk'],
  ['SET n = n - :u1', { ':u1': { N: '1' } }],
  ['SET gsi1pk = :ue', { ':ue': { S: '' } }],
  ['REMOVE l[1] SET n = l[2]'],
);
const range = fc.constantFrom<Expression[]>(
  [''],
  [' AND sk = :s', { ':s': { S: '1' } }],
  [' AND sk < :s', { ':s': { S: '12' } }],
  [' AND sk <= :s', { ':s': { S: '12' } }],
  [' AND sk > :s', { ':s': { S: '1' } }],
  [' AND sk >= :s', { ':s': { S: '12' } }],
  [' AND sk BETWEEN :s AND :t', { ':s': { S: '12' }, ':t': { S: '2' } }],
  [' AND begins_with(sk, :s)', { ':s': { S: '1' } }],
);

const guard = fc.option(condition, { nil: undefined });
const putInput = fc.tuple(key, members, guard).map(([k, m, g]) => guarded({ Item: { ...m, ...k } }, g));
const deleteInput = fc.tuple(key, guard).map(([Key, g]) => guarded({ Key }, g));
const checkInput = fc.tuple(key, condition).map(([Key, c]) => guarded({ Key }, c));
const updateInput = fc
  .tuple(key, update, guard)
  .map(([Key, [UpdateExpression, values], g]) => guarded({ Key, UpdateExpression }, g, values));
const action = fc.oneof(
  putInput.map((Put) => ({ Put })),
  updateInput.map((Update) => ({ Update })),
  deleteInput.map((Delete) => ({ Delete })),
  checkInput.map((ConditionCheck) => ({ ConditionCheck })),
);
const transactInput = fc.array(action, { minLength: 1, maxLength: 4 }).map((TransactItems) => ({ TransactItems }));
const scanInput = condition.map(([FilterExpression, ExpressionAttributeValues]) => ({
  TableName: TABLE,
  FilterExpression,
  ExpressionAttributeValues,
}));
const queryInput = fc
  .record({
    pk,
    range,
    Limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    ScanIndexForward: fc.boolean(),
    ConsistentRead: fc.boolean(),
  })
  .map(({ pk: S, range: [sortKey, values], ...input }) => ({
    ...input,
    TableName: TABLE,
    KeyConditionExpression: `pk = :pk${sortKey}`,
    ExpressionAttributeValues: { ...values, ':pk': { S } },
  }));

/** Any call on the contract's table that reads or writes a few items. */
export const request: fc.Arbitrary<Request> = fc.oneof(
  putInput.map((input) => ({ command: 'PutItem' as const, input: { ...input, ReturnValues: 'ALL_OLD' } })),
  updateInput.map((input) => ({ command: 'UpdateItem' as const, input: { ...input, ReturnValues: 'ALL_NEW' } })),
  deleteInput.map((input) => ({ command: 'DeleteItem' as const, input: { ...input, ReturnValues: 'ALL_OLD' } })),
  transactInput.map((input) => ({ command: 'TransactWriteItems' as const, input })),
  scanInput.map((input) => ({ command: 'Scan' as const, input })),
  queryInput.map((input) => ({ command: 'Query' as const, input })),
);

function guarded(input: object, [ConditionExpression, values]: Expression | [] = [], more: Values = {}): object {
  const ExpressionAttributeValues = { ...values, ...more };
  return {
    TableName: TABLE,
    ...input,
    ...(ConditionExpression && { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    ...(Object.keys(ExpressionAttributeValues).length > 0 && { ExpressionAttributeValues }),
  };
}
