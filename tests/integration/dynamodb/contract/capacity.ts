import { randomUUID } from 'node:crypto';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { keyOf, put, putAction, transact } from '../support/contract-helpers.ts';
import { type ContractTarget, TABLE } from '../support/contract-target.ts';

const INDEXES = { ReturnConsumedCapacity: 'INDEXES' } as const;
const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;
const kilobytes = (n: number) => ({ text: 'x'.repeat(n * 1024) });

/** Figures for writes to tables with indexes, and for transactions, are those that real DynamoDB was measured to answer. */
export function capacityCases(target: () => ContractTarget): void {
  const putItem = async (pk: string, members: object) =>
    (await target().doc.send(new PutCommand({ TableName: TABLE, Item: { ...keyOf(pk), ...members }, ...INDEXES })))
      .ConsumedCapacity;
  const table = (units: number) => ({ TableName: TABLE, CapacityUnits: units, Table: { CapacityUnits: units } });

  it('charges a write by the larger of the old and the new item', async () => {
    expect(await putItem('w', {})).toEqual(table(1));
    expect(await putItem('w', kilobytes(2))).toEqual(table(3));
    expect(await putItem('w', {})).toEqual(table(3));
    const remove = new DeleteCommand({ TableName: TABLE, Key: keyOf('w'), ...TOTAL });
    expect((await target().doc.send(remove)).ConsumedCapacity).toEqual({ TableName: TABLE, CapacityUnits: 1 });
    expect((await target().doc.send(remove)).ConsumedCapacity?.CapacityUnits).toBe(1);
  });

  it('charges an index for what really changes in it, and twice when its key moves', async () => {
    const arm = (units: number) => ({ CapacityUnits: units });
    const entry = { gsi1pk: 'w', gsi1sk: '1', gsi2pk: 'w', shown: 's' };
    expect(await putItem('i', entry)).toEqual({
      ...table(1),
      CapacityUnits: 3,
      GlobalSecondaryIndexes: { gsi1: arm(1), gsi2: arm(1) },
    });
    expect(await putItem('i', entry)).toEqual(table(1));
    expect(await putItem('i', { ...entry, unlisted: 'h' })).toEqual({
      ...table(1),
      CapacityUnits: 2,
      GlobalSecondaryIndexes: { gsi1: arm(1) },
    });
    const update = async (UpdateExpression: string, value: string) => {
      const output = await target().doc.send(
        new UpdateCommand({
          TableName: TABLE,
          Key: keyOf('i'),
          UpdateExpression,
          ExpressionAttributeValues: { ':v': value },
          ...INDEXES,
        }),
      );
      return output.ConsumedCapacity;
    };
    expect(await update('SET gsi2pk = :v', 'moved')).toEqual({
      ...table(1),
      CapacityUnits: 4,
      GlobalSecondaryIndexes: { gsi1: arm(1), gsi2: arm(2) },
    });
    expect(await update('SET unlisted = :v REMOVE gsi1pk, gsi2pk', 'x')).toEqual({
      ...table(1),
      CapacityUnits: 3,
      GlobalSecondaryIndexes: { gsi1: arm(1), gsi2: arm(1) },
    });
  });

  it('charges a transaction double for items, but not for their index entries', async () => {
    await put(target(), 'tx-check', kilobytes(2));
    const { ConsumedCapacity } = await transact(
      target(),
      [
        putAction('tx', { gsi1pk: 'tx', gsi1sk: '1' }),
        { ConditionCheck: { TableName: TABLE, Key: keyOf('tx-check'), ConditionExpression: 'attribute_exists(pk)' } },
      ],
      INDEXES,
    );
    const both = (units: number) => ({ CapacityUnits: units, WriteCapacityUnits: units });
    expect(ConsumedCapacity).toEqual([
      { TableName: TABLE, ...both(9), Table: both(8), GlobalSecondaryIndexes: { gsi1: both(1) } },
    ]);
  });

  it('charges a repeated transaction as a transactional read', async () => {
    const repeat = () =>
      transact(target(), [putAction('repeat', kilobytes(1.5))], { ClientRequestToken: repeat.token, ...TOTAL });
    repeat.token = randomUUID();
    expect((await repeat()).ConsumedCapacity).toEqual([{ TableName: TABLE, CapacityUnits: 4, WriteCapacityUnits: 4 }]);
    expect((await repeat()).ConsumedCapacity).toEqual([{ TableName: TABLE, CapacityUnits: 2, ReadCapacityUnits: 2 }]);
  });

  it('charges reads by 4 KB, half when eventually consistent', async () => {
    await put(target(), 'r', kilobytes(5));
    const read = async (pk: string, ConsistentRead: boolean) =>
      (await target().doc.send(new GetCommand({ TableName: TABLE, Key: keyOf(pk), ConsistentRead, ...TOTAL })))
        .ConsumedCapacity?.CapacityUnits;
    expect(await read('r', false)).toBe(1);
    expect(await read('r', true)).toBe(2);
    expect(await read('r-none', false)).toBe(0.5);
    expect(await read('r-none', true)).toBe(1);
  });

  it('charges a page by the bytes of all it scanned together, and at the index it read', async () => {
    const items = Array.from({ length: 3 }, (_, n) => ({
      ...keyOf('page', String(n)),
      gsi1pk: 'page',
      gsi1sk: String(n),
      ...kilobytes(3),
    }));
    for (const Item of items) await target().doc.send(new PutCommand({ TableName: TABLE, Item }));

    const query = async (input: object) =>
      (await target().doc.send(new QueryCommand({ TableName: TABLE, ...INDEXES, ...input } as never))).ConsumedCapacity;
    const byKey = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'page' } };
    expect(await query(byKey)).toEqual(table(1.5));
    expect(await query({ ...byKey, Limit: 2, ConsistentRead: true })).toEqual(table(2));
    const byIndex = {
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :p',
      ExpressionAttributeValues: { ':p': 'page' },
    };
    expect(await query(byIndex)).toMatchObject({
      CapacityUnits: 1.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { gsi1: { CapacityUnits: 1.5 } },
    });

    const Keys = items.map(({ pk, sk }) => ({ pk, sk }));
    const batch = await target().doc.send(new BatchGetCommand({ RequestItems: { [TABLE]: { Keys } }, ...TOTAL }));
    expect(batch.ConsumedCapacity).toEqual([{ TableName: TABLE, CapacityUnits: 1.5 }]);
  });
}
