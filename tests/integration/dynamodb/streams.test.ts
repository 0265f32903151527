import { expect, it, vi } from 'vitest';
import { ACCOUNT_ID, REGION } from '../../../infra/local/aws/identity.ts';
import {
  engineWithTable,
  movableClock,
  openEngine,
  put,
  putAction,
  records,
  remove,
  TABLE,
} from './support/direct-engine.ts';

const DAY = 24 * 3_600_000;

it('records each real change once, in order, with the images of the view type', async () => {
  const engine = await engineWithTable();
  await put(engine, 'a', { n: 1 });
  await put(engine, 'a', { n: 1 });
  await put(engine, 'a', { n: 2 });
  await remove(engine, 'a');
  await remove(engine, 'a');

  const all = await records(engine);
  expect(all.map(({ eventName, dynamodb }) => [eventName, dynamodb.OldImage?.n?.N, dynamodb.NewImage?.n?.N])).toEqual([
    ['INSERT', undefined, '1'],
    ['MODIFY', '1', '2'],
    ['REMOVE', '2', undefined],
  ]);
  const numbers = all.map(({ dynamodb }) => dynamodb.SequenceNumber);
  expect([...numbers].sort()).toEqual(numbers);
  expect(all[0]).toMatchObject({
    eventSource: 'aws:dynamodb',
    awsRegion: REGION,
    dynamodb: { Keys: { pk: { S: 'a' } }, StreamViewType: 'NEW_AND_OLD_IMAGES', SizeBytes: 3 + 5 + 1 },
  });
  expect(all[0]?.eventSourceARN).toMatch(
    new RegExp(`^arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${TABLE}/stream/\\d{4}-\\d\\d-\\d\\dT[\\d:.]+$`),
  );
});

it('records every write of a transaction, and nothing of a cancelled one', async () => {
  const engine = await engineWithTable();
  await engine.call('TransactWriteItems', { TransactItems: ['a', 'b', 'c'].map((pk) => ({ Put: putAction(pk) })) });
  const once = { ...putAction('a'), ConditionExpression: 'attribute_not_exists(pk)' };
  const cancelled = engine.call('TransactWriteItems', { TransactItems: [{ Put: putAction('d') }, { Put: once }] });
  await expect(cancelled).rejects.toMatchObject({ code: 'TransactionCanceledException' });
  expect((await records(engine)).map(({ dynamodb }) => dynamodb.Keys.pk?.S)).toEqual(['a', 'b', 'c']);
});

it('reads on after a position, a page at a time', async () => {
  const engine = await engineWithTable();
  for (const pk of ['a', 'b', 'c']) await put(engine, pk);
  const [first, second] = await records(engine, undefined, 2);
  expect([first?.dynamodb.Keys.pk?.S, second?.dynamodb.Keys.pk?.S]).toEqual(['a', 'b']);
  const rest = await records(engine, second?.dynamodb.SequenceNumber);
  expect(rest.map(({ dynamodb }) => dynamodb.Keys.pk?.S)).toEqual(['c']);
});

it('gives only keys to a stream of keys, and no record without a stream', async () => {
  const engine = await openEngine();
  const table = {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  };
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' };
  await engine.call('CreateTable', { ...table, TableName: 'keys', StreamSpecification });
  await engine.call('CreateTable', { ...table, TableName: 'none' });
  for (const TableName of ['keys', 'none']) await engine.call('PutItem', { TableName, Item: { pk: { S: 'a' } } });
  const [record] = await engine.streams.read('keys', undefined, 10);
  expect(Object.keys(record?.dynamodb ?? {})).not.toContain('NewImage');
  expect(await engine.streams.read('none', undefined, 10)).toEqual([]);
});

it('tells listeners of a table with new records, after they can be read', async () => {
  const engine = await engineWithTable();
  const listener = vi.fn();
  const stop = engine.streams.onRecords(listener);
  await put(engine, 'a');
  expect(await records(engine)).toHaveLength(1);
  await put(engine, 'a');
  expect(listener.mock.calls).toEqual([[TABLE]]);
  stop();
  await put(engine, 'b');
  expect(listener).toHaveBeenCalledTimes(1);
});

it('drops records that all consumers are past, and keeps those that one still needs', async () => {
  const engine = await engineWithTable();
  for (const pk of ['a', 'b', 'c']) await put(engine, pk);
  const [a, b, c] = (await records(engine)).map(({ dynamodb }) => dynamodb.SequenceNumber);
  const left = async () => (await records(engine)).length;

  await engine.streams.savePosition('fast', c!);
  await engine.streams.trim(TABLE, ['fast', 'slow']);
  expect(await left()).toBe(3);
  await engine.streams.savePosition('slow', a!);
  await engine.streams.trim(TABLE, ['fast', 'slow']);
  expect((await records(engine))[0]?.dynamodb.SequenceNumber).toBe(b);
  await engine.streams.trim(TABLE, []);
  expect(await left()).toBe(2);
});

it('drops records that are older than a day, read or not', async () => {
  const clock = movableClock();
  const engine = await engineWithTable();
  for (let n = 0; n < 20; n++) await put(engine, `old-${n}`);
  clock.advance(DAY + 1000);
  await put(engine, 'young');
  await engine.streams.trim(TABLE, ['never-read']);
  expect((await records(engine)).map(({ dynamodb }) => dynamodb.Keys.pk?.S)).toEqual(['young']);
});
