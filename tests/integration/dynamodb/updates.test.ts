import { expect, it } from 'vitest';
import { engineWithTable, TABLE } from './support/direct-engine.ts';

const texts = (...values: string[]) => ({ L: values.map((S) => ({ S })) });

it.each([
  ['REMOVE l[0], l[1]', texts('c', 'd')],
  ['REMOVE l[3], l[1] SET l[0] = :x', texts('x', 'c')],
  ['REMOVE l[0] SET l[9] = :x', texts('b', 'c', 'd', 'x')],
])('means the list as it was by the indexes of %s', async (UpdateExpression, expected) => {
  const engine = await engineWithTable();
  const Key = { pk: { S: 'a' } };
  await engine.call('PutItem', { TableName: TABLE, Item: { ...Key, l: texts('a', 'b', 'c', 'd') } });
  const ExpressionAttributeValues = UpdateExpression.includes(':x') ? { ':x': { S: 'x' } } : undefined;
  const request = { TableName: TABLE, Key, UpdateExpression, ExpressionAttributeValues, ReturnValues: 'ALL_NEW' };
  expect((await engine.call('UpdateItem', request)).Attributes).toMatchObject({ l: expected });
});
