import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { failureOf, get, keyOf, put } from '../support/contract-helpers.ts';
import { type ContractTarget, TABLE } from '../support/contract-target.ts';

export function itemCases(target: () => ContractTarget): void {
  it('answers a failed condition with the item it met when asked to', async () => {
    await put(target(), 'old', { v: 7 });
    const again = (asked: boolean) =>
      target().doc.send(
        new PutCommand({
          TableName: TABLE,
          Item: keyOf('old'),
          ConditionExpression: 'attribute_not_exists(pk)',
          ...(asked && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
        }),
      );
    const error = await failureOf(again(true));
    expect(error.name).toBe('ConditionalCheckFailedException');
    expect(error.Item).toMatchObject({ v: { N: '7' } });
    expect((await failureOf(again(false))).Item).toBeUndefined();
  });

  it('evaluates update and condition expressions', async () => {
    const update = (input: object) =>
      target().doc.send(new UpdateCommand({ TableName: TABLE, Key: keyOf('expressions'), ...input }));
    await update({
      UpdateExpression:
        'SET n = if_not_exists(n, :zero) + :one, l = list_append(if_not_exists(l, :none), :a), m = :m ADD tags :tags',
      ExpressionAttributeValues: {
        ':zero': 0,
        ':one': 1,
        ':none': [],
        ':a': ['a'],
        ':m': { k: { d: 1 } },
        ':tags': new Set(['p', 'q']),
      },
    });
    const { Attributes } = await update({
      UpdateExpression: 'SET m.k.d = :two, #l[0] = :b REMOVE n DELETE tags :tag',
      ConditionExpression:
        'size(#l) = :one AND contains(tags, :p) AND begins_with(pk, :prefix) AND n IN (:one, :two) ' +
        'AND n BETWEEN :zero AND :two AND attribute_type(m, :map) AND NOT attribute_exists(absent)',
      ExpressionAttributeNames: { '#l': 'l' },
      ExpressionAttributeValues: {
        ':zero': 0,
        ':one': 1,
        ':two': 2,
        ':b': 'B',
        ':p': 'p',
        ':tag': new Set(['p']),
        ':prefix': 'expr',
        ':map': 'M',
      },
      ReturnValues: 'ALL_NEW',
    });
    expect(Attributes).toEqual({ ...keyOf('expressions'), l: ['B'], m: { k: { d: 2 } }, tags: new Set(['q']) });
  });

  it('takes an empty text and false for values, and finds equal maps and lists equal', async () => {
    await put(target(), 'values', { text: '', no: false, map: { a: 1 }, list: [{ a: 1 }] });
    const found = await target().doc.send(
      new QueryCommand({
        TableName: TABLE,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression:
          'size(#text) = :zero AND #no IN (:no, :zero) AND attribute_type(#no, :bool) AND #map = :map ' +
          'AND contains(#list, :map) AND #list <> :map AND NOT attribute_exists(#map.b)',
        ProjectionExpression: '#list[0].a',
        ExpressionAttributeNames: { '#text': 'text', '#no': 'no', '#map': 'map', '#list': 'list' },
        ExpressionAttributeValues: { ':pk': 'values', ':zero': 0, ':no': false, ':bool': 'BOOL', ':map': { a: 1 } },
      }),
    );
    expect([found.Count, found.Items]).toEqual([1, [{ list: [{ a: 1 }] }]]);
  });

  it('pages through a partition and an index, forwards and backwards', async () => {
    const rows = Array.from({ length: 12 }, (_, n) => ({
      ...keyOf('pages', String(n).padStart(3, '0')),
      gsi1pk: 'pages',
      gsi1sk: n < 6 ? 'same' : String(n),
    }));
    for (const Item of rows) await target().doc.send(new PutCommand({ TableName: TABLE, Item }));

    const between = await allPages(target(), {
      KeyConditionExpression: 'pk = :p AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':p': 'pages', ':from': '002', ':to': '010' },
      Limit: 4,
      ScanIndexForward: false,
    });
    expect(between).toEqual(['010', '009', '008', '007', '006', '005', '004', '003', '002']);

    const byIndex = {
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :p',
      ExpressionAttributeValues: { ':p': 'pages' },
    };
    const forwards = await allPages(target(), { ...byIndex, Limit: 2 });
    const backwards = await allPages(target(), { ...byIndex, Limit: 5, ScanIndexForward: false });
    const sorted = rows.map(({ sk }) => sk);
    expect([...forwards].sort()).toEqual(sorted);
    expect([...backwards].sort()).toEqual(sorted);
    expect(forwards.slice(0, 2)).toEqual(['010', '011']);

    const { Count, Items } = await target().doc.send(
      new QueryCommand({ ...byIndex, TableName: TABLE, Select: 'COUNT' }),
    );
    expect([Count, Items]).toEqual([12, undefined]);
  });

  it('reads in batches, without what is missing', async () => {
    const keys = ['batch-a', 'batch-b'].map((pk) => keyOf(pk));
    for (const Item of keys) await target().doc.send(new PutCommand({ TableName: TABLE, Item }));
    const { Responses } = await target().doc.send(
      new BatchGetCommand({ RequestItems: { [TABLE]: { Keys: [...keys, keyOf('batch-none')] } } }),
    );
    expect(Responses?.[TABLE]?.map(({ pk }) => pk).sort()).toEqual(['batch-a', 'batch-b']);
  });

  it('refuses an empty index key and an item over 400 KB counted in bytes', async () => {
    const empty = await failureOf(put(target(), 'empty', { gsi1pk: '', gsi1sk: '1' }));
    expect(empty.message).toContain('cannot contain an empty string value. IndexName: gsi1, IndexKey: gsi1pk');
    const size = (text: string) => put(target(), 'size', { text });
    const rest = 400 * 1024 - Buffer.byteLength('pksize' + 'skA' + 'text');
    await size('x'.repeat(rest));
    expect((await failureOf(size('x'.repeat(rest + 1)))).message).toContain('exceeded the maximum allowed size');
    expect((await failureOf(size('é'.repeat(rest / 2 + 1)))).message).toContain('exceeded the maximum allowed size');
  });

  it('describes the table with its stream, its indexes and its expiry attribute', async () => {
    const { Table } = await target().client.send(new DescribeTableCommand({ TableName: TABLE }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.LatestStreamArn).toMatch(/:table\/contract\/stream\/./);
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexStatus }) => IndexStatus)).toEqual(['ACTIVE', 'ACTIVE']);
    expect((await target().client.send(new ListTablesCommand({}))).TableNames).toEqual([TABLE]);

    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expiresAt' };
    await target().client.send(new UpdateTimeToLiveCommand({ TableName: TABLE, TimeToLiveSpecification }));
    const { TimeToLiveDescription } = await target().client.send(new DescribeTimeToLiveCommand({ TableName: TABLE }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  it('answers with the exception names of the service', async () => {
    const elsewhere = new PutCommand({ TableName: 'elsewhere', Item: keyOf('x') });
    expect((await failureOf(target().doc.send(elsewhere))).name).toBe('ResourceNotFoundException');
    const reserved = new UpdateCommand({ TableName: TABLE, Key: keyOf('x'), UpdateExpression: 'REMOVE status' });
    expect((await failureOf(target().doc.send(reserved))).message).toContain('reserved keyword: status');
    expect(await get(target(), 'x')).toBeUndefined();
  });
}

/** The sort keys of all pages of a query. */
async function allPages({ doc }: ContractTarget, input: Omit<QueryCommandInput, 'TableName'>): Promise<string[]> {
  const found: string[] = [];
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await doc.send(new QueryCommand({ ...input, TableName: TABLE, ExclusiveStartKey }));
    found.push(...(page.Items ?? []).map(({ sk }) => sk as string));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}
