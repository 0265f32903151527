import { Readable } from 'node:stream';
import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { HttpResponse } from '@smithy/core/transport';
import { describe, expect, it } from 'vitest';
import { clientSettings } from '../../../shared/kernel/client-settings.ts';
import { callAsJson } from '../../../shared/kernel/json-calls.ts';
import { lean } from '../../../shared/kernel/lean-client.ts';
import {
  BatchGetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '../../../shared/kernel/table/commands.ts';

/** A table that answers each call with what was asked, and keeps it. */
function openTable(answer: (asked: Record<string, unknown>) => object, statusCode = 200) {
  const asked: Record<string, unknown>[] = [];
  const requestHandler = {
    async handle({ body }: { body: string }) {
      const input = JSON.parse(body);
      asked.push(input);
      // The answers of calls side by side come in another order than they were asked for.
      await new Promise((resolve) => setTimeout(resolve, asked.length % 2));
      const headers = { 'content-type': 'application/x-amz-json-1.0' };
      return {
        response: new HttpResponse({
          statusCode,
          headers,
          body: Readable.from([Buffer.from(JSON.stringify(answer(input)))]),
        }),
      };
    },
  };
  const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
  const settings = { ...clientSettings, region: 'eu-central-1', credentials, requestHandler, maxAttempts: 2 };
  const client = callAsJson(lean(new DynamoDBClient(settings as never)), 'DynamoDB_20120810');
  return { client, asked };
}

describe('a client of the SDK', () => {
  it('has no more around a call than the call needs', () => {
    const settings = { ...clientSettings, region: 'eu-central-1' };
    for (const client of [new DynamoDBClient(settings), new SQSClient(settings)]) {
      const before = client.middlewareStack.identify().length;
      lean(client);
      expect(before - client.middlewareStack.identify().length).toBe(2);
    }
  });

  it('gives each of many calls side by side its own answer', async () => {
    const { client } = openTable(({ Key }) => ({ Item: Key }));
    const keys = Array.from({ length: 50 }, (_, index) => ({ pk: { S: `a${index}` }, sk: { S: 'b' } }));
    const answers = await Promise.all(keys.map((Key) => client.send(new GetItemCommand({ TableName: 'table', Key }))));
    expect(answers.map(({ Item }) => Item)).toEqual(keys);
  });
});

describe('a call as JSON', () => {
  it('fails with the error of the service as the SDK knows it, after the tries that it makes', async () => {
    const Item = { pk: { S: 'a' }, sk: { S: 'b' } };
    const refusal = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no', Item };
    const refusing = openTable(() => refusal, 400);
    const put = new PutCommand({ TableName: 'table', Item: { pk: 'a', sk: 'b' } });
    const error = await put.sendBy(refusing.client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item, $metadata: { httpStatusCode: 400, attempts: 1 } });
    const busy = openTable(() => ({ __type: 'InternalServerError' }), 500);
    await expect(put.sendBy(busy.client)).rejects.toMatchObject({ name: 'InternalServerError' });
    expect(busy.asked).toHaveLength(2);
  });

  it('is sent again with the token of its first try where the answer is lost', async () => {
    const { client, asked } = openTable(() => ({}), 503);
    const put = { Put: { TableName: 'table', Item: { pk: 'a', sk: 'b' } } };
    await expect(new TransactWriteCommand({ TransactItems: [put] }).sendBy(client)).rejects.toThrow();
    const [first, second] = asked.map(({ ClientRequestToken }) => ClientRequestToken);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
  });
});

describe('a call of the table', () => {
  it('takes and answers plain objects, and leaves out what is undefined', async () => {
    const item = { pk: 'a', sk: 'b', count: 3, flag: false, list: [1, 'x', null], inner: { deep: { text: '' } } };
    const { client, asked } = openTable(({ TransactItems }) =>
      TransactItems === undefined ? { Items: [written], LastEvaluatedKey: { pk: { S: 'a' }, sk: { S: 'b' } } } : {},
    );
    const put = { Put: { TableName: 'table', Item: { ...item, gone: undefined } } };
    await new TransactWriteCommand({ TransactItems: [put] }).sendBy(client);
    const [{ Put }] = asked[0]!.TransactItems as [{ Put: { Item: object } }];
    const written = Put.Item;
    expect(written).toMatchObject({ count: { N: '3' }, list: { L: [{ N: '1' }, { S: 'x' }, { NULL: true }] } });
    expect(written).not.toHaveProperty('gone');
    const query = { TableName: 'table', KeyConditionExpression: 'pk = :pk', ScanIndexForward: true };
    const start = { pk: 'a', sk: 'a' };
    const page = new QueryCommand({ ...query, ExpressionAttributeValues: { ':pk': 'a' }, ExclusiveStartKey: start });
    expect(await page.sendBy(client)).toEqual({ Items: [item], LastEvaluatedKey: { pk: 'a', sk: 'b' } });
    expect(asked[1]).toMatchObject({
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
      ExclusiveStartKey: { pk: { S: 'a' }, sk: { S: 'a' } },
    });
  });

  it('of a batch answers what was found and what is left to ask for', async () => {
    const keys = [
      { pk: 'a', sk: 'a' },
      { pk: 'b', sk: 'b' },
    ];
    const { client } = openTable(({ RequestItems }) => {
      const [first, second] = (RequestItems as { table: { Keys: object[] } }).table.Keys;
      return { Responses: { table: [first] }, UnprocessedKeys: { table: { Keys: [second] } } };
    });
    const command = new BatchGetCommand({ RequestItems: { table: { Keys: keys, ConsistentRead: true } } });
    expect(await command.sendBy(client)).toEqual({
      Responses: { table: [keys[0]] },
      UnprocessedKeys: { table: { Keys: [keys[1]] } },
    });
  });
});
