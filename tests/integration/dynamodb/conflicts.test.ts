import { expect, it } from 'vitest';
import type { AwsError } from '../../../infra/local/aws/aws-error.ts';
import type { DynamoDbOptions } from '../../../infra/local/dynamodb/engine.ts';
import { LocalMetrics } from '../../../infra/local/faults/local-metrics.ts';
import { engineWithTable, get, put, putAction, remove, TABLE } from './support/direct-engine.ts';

const behaviour = { transactionHoldMs: [20, 20] } as const;
const contended = (more: Partial<DynamoDbOptions> = {}) => engineWithTable(undefined, { behaviour, ...more });

const both = (one: string, other: string, members = {}) => ({
  TransactItems: [{ Put: putAction(one, members) }, { Put: putAction(other, members) }],
});

it('lets one of two transactions that meet at one item win, and says of the other where they met', async () => {
  const metrics = new LocalMetrics();
  const engine = await contended({ metrics });
  const first = engine.call('TransactWriteItems', both('a', 'shared', { n: 1 }));
  await expect(engine.call('TransactWriteItems', both('b', 'shared', { n: 2 }))).rejects.toMatchObject({
    code: 'TransactionCanceledException',
    extra: { CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }] },
  });
  await first;
  expect([await get(engine, 'b'), await get(engine, 'shared')]).toMatchObject([undefined, { n: { N: '1' } }]);
  expect(metrics.all()).toEqual({ TransactionConflict: 1 });
  await engine.call('TransactWriteItems', both('b', 'shared', { n: 2 }));
  expect(await get(engine, 'shared')).toMatchObject({ n: { N: '2' } });
});

it('counts an item that a transaction only checks', async () => {
  const engine = await contended();
  await put(engine, 'account');
  const check = (pk: string) => ({
    TransactItems: [
      {
        ConditionCheck: {
          TableName: TABLE,
          Key: { pk: { S: 'account' } },
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
      { Put: putAction(pk) },
    ],
  });
  const first = engine.call('TransactWriteItems', check('a'));
  await expect(engine.call('TransactWriteItems', check('b'))).rejects.toMatchObject({
    extra: { CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }] },
  });
  await first;
});

it('refuses a plain write of an item that a transaction holds, and no read of it', async () => {
  const engine = await contended();
  await put(engine, 'a', { n: 1 });
  const transaction = engine.call('TransactWriteItems', both('a', 'b', { n: 2 }));
  const Key = { pk: { S: 'a' } };
  const writes = [
    () => put(engine, 'a', { n: 3 }),
    () => remove(engine, 'a'),
    () =>
      engine.call('UpdateItem', {
        TableName: TABLE,
        Key,
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': { N: '3' } },
      }),
  ];
  const outcomes = writes.map((write) => write().catch((error: AwsError) => error.code));
  const read = get(engine, 'a');
  const other = put(engine, 'c');
  expect(await Promise.all(outcomes)).toEqual(Array.from({ length: 3 }, () => 'TransactionConflictException'));
  expect(await read).toMatchObject({ n: { N: '1' } });
  await Promise.all([other, transaction]);
  expect(await get(engine, 'a')).toMatchObject({ n: { N: '2' } });
  await put(engine, 'a', { n: 3 });
});

it('answers the same request again while it is under way with its being under way, and after it with its success', async () => {
  const engine = await contended();
  const request = { ...both('a', 'b'), ClientRequestToken: 'once' };
  const first = engine.call('TransactWriteItems', request);
  await expect(engine.call('TransactWriteItems', request)).rejects.toMatchObject({
    code: 'TransactionInProgressException',
  });
  await first;
  const other = engine.call('TransactWriteItems', both('b', 'c'));
  await expect(engine.call('TransactWriteItems', request)).resolves.toEqual({});
  await other;
});

it('gives the items back where the transaction is refused', async () => {
  const engine = await contended();
  await put(engine, 'a');
  const taken = { ...putAction('a'), ConditionExpression: 'attribute_not_exists(pk)' };
  const refused = { TransactItems: [{ Put: taken }, { Put: putAction('b') }] };
  await expect(engine.call('TransactWriteItems', refused)).rejects.toMatchObject({
    extra: { CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }] },
  });
  await put(engine, 'a', { n: 1 });
  await put(engine, 'b');
});

it('lets nobody meet unless it is told to', async () => {
  const engine = await engineWithTable();
  const writes = Array.from({ length: 20 }, (_, n) => engine.call('TransactWriteItems', both(`own-${n}`, 'shared')));
  await expect(Promise.all(writes)).resolves.toHaveLength(20);
});
