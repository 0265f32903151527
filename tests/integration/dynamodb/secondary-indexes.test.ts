import { expect, it } from 'vitest';
import { dynalite } from '../../../infra/local/dynamodb/dynalite/dynalite.ts';
import type { DynamoDbEngine } from '../../../infra/local/dynamodb/engine.ts';
import type { TableDescription } from '../../../infra/local/dynamodb/tables/table.ts';
import { engineWithTable, put, TABLE } from './support/direct-engine.ts';

const byG = {
  TableName: TABLE,
  IndexName: 'by-g',
  KeyConditionExpression: 'g = :g',
  ExpressionAttributeValues: { ':g': { S: 'g' } },
};

/** The first two keys whose index entries dynalite would store under the same key. */
async function collidingKeys(engine: DynamoDbEngine): Promise<[string, string]> {
  const table = (await engine.call('DescribeTable', { TableName: TABLE })).Table as TableDescription;
  const seen = new Map<string, string>();
  for (let n = 0; ; n++) {
    const pk = `item-${n}`;
    const key = dynalite.createIndexKey({ pk: { S: pk } }, table, table.KeySchema).slice(-6);
    const other = seen.get(key);
    if (other) return [other, pk];
    seen.set(key, pk);
  }
}

it('lists every item of an index key, though their key hashes collide', async () => {
  const engine = await engineWithTable();
  const [one, other] = await collidingKeys(engine);
  await put(engine, one, { g: 'g', h: 'h' });
  await put(engine, other, { g: 'g', h: 'h' });
  expect((await engine.call('Query', byG)).Count).toBe(2);

  for (const ScanIndexForward of [true, false]) {
    const first = await engine.call('Query', { ...byG, ScanIndexForward, Limit: 1 });
    const second = await engine.call('Query', { ...byG, ScanIndexForward, ExclusiveStartKey: first.LastEvaluatedKey });
    const keys = [first, second].flatMap(({ Items }) => (Items as { pk: { S: string } }[]).map(({ pk }) => pk.S));
    expect(keys.sort()).toEqual([one, other].sort());
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
