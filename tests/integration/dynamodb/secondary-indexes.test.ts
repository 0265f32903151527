import { expect, it } from 'vitest';
import { engineWithTable, put, TABLE } from './support/direct-engine.ts';

const byG = {
  TableName: TABLE,
  IndexName: 'by-g',
  KeyConditionExpression: 'g = :g',
  ExpressionAttributeValues: { ':g': { S: 'g' } },
};

it('lists every item of an index key, over pages in both directions', async () => {
  const engine = await engineWithTable();
  const all = Array.from({ length: 30 }, (_, n) => `item-${n}`);
  for (const pk of all) await put(engine, pk, { g: 'g', h: 'h' });
  expect((await engine.call('Query', byG)).Count).toBe(all.length);

  for (const ScanIndexForward of [true, false]) {
    const keys: string[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await engine.call('Query', { ...byG, ScanIndexForward, Limit: 7, ExclusiveStartKey });
      keys.push(...(page.Items as { pk: { S: string } }[]).map(({ pk }) => pk.S));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(keys.toSorted()).toEqual(all.toSorted());
  }
});

it('fills an index that is added later and drops one that is deleted', async () => {
  const engine = await engineWithTable();
  for (let n = 0; n < 250; n++) await put(engine, `item-${n}`, { later: `${n % 2}` });
  const Create = {
    IndexName: 'by-later',
    KeySchema: [{ AttributeName: 'later', KeyType: 'HASH' }],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
  await engine.call('UpdateTable', {
    TableName: TABLE,
    AttributeDefinitions: [{ AttributeName: 'later', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [{ Create }],
  });
  await put(engine, 'item-0', { later: '1' });
  const count = async (value: string) =>
    (
      await engine.call('Query', {
        TableName: TABLE,
        IndexName: 'by-later',
        KeyConditionExpression: 'later = :v',
        ExpressionAttributeValues: { ':v': { S: value } },
      })
    ).Count;
  expect([await count('0'), await count('1')]).toEqual([124, 126]);

  const Delete = { IndexName: 'by-later' };
  await engine.call('UpdateTable', { TableName: TABLE, GlobalSecondaryIndexUpdates: [{ Delete }] });
  await expect(count('0')).rejects.toMatchObject({ code: 'ValidationException' });
});

it('creates or deletes one index per call, as the service does', async () => {
  const engine = await engineWithTable();
  const deletion = { Delete: { IndexName: 'by-g' } };
  await expect(
    engine.call('UpdateTable', { TableName: TABLE, GlobalSecondaryIndexUpdates: [deletion, deletion] }),
  ).rejects.toMatchObject({ code: 'LimitExceededException' });
});
