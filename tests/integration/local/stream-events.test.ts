import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { allow, att, lambdaFunction, ref, table } from './fixtures/template.ts';
import { eventually, type FixtureCloud, startFixture, temporaryFolder } from './support.ts';

const follow = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((name) => `dynamodb:${name}`);
const templateWith = (batching: object) => ({
  Resources: {
    Table: table,
    Dead: { Type: 'AWS::SQS::Queue' },
    ...lambdaFunction('Follow', {
      handler: 'index.stream',
      asset: 'work',
      statements: [allow(follow, att('Table', 'StreamArn')), allow(['sqs:SendMessage'], att('Dead'))],
    }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: att('Table', 'StreamArn'),
        FunctionName: ref('Follow'),
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 4,
        ...batching,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 4,
        MaximumRecordAgeInSeconds: 3600,
        DestinationConfig: { OnFailure: { Destination: att('Dead') } },
        FilterCriteria: {
          Filters: [
            {
              Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'E#' }] } } } }),
            },
          ],
        },
      },
    },
  },
  Outputs: { Dead: { Value: ref('Dead') } },
});
const template = templateWith({});

function putter(cloud: FixtureCloud) {
  const settings = { endpoint: cloud.awsEndpoint, region: 'us-east-1', credentials: cloud.adminCredentials };
  const client = new DynamoDBClient(settings);
  return async (...sortKeys: string[]) => {
    for (const sk of sortKeys) {
      const Item = { pk: { S: 'p' }, sk: { S: sk }, ...(sk.endsWith('!') && { poison: { BOOL: true } }) };
      await client.send(new PutItemCommand({ TableName: cloud.tableName, Item }));
    }
  };
}

const batches = (cloud: FixtureCloud) => cloud.lines.map(({ batch }) => batch);
const seen = (cloud: FixtureCloud) => cloud.lines.flatMap(({ batch }) => batch as string[]);

describe('a function that follows a stream', () => {
  it('gets the records that match its filter, in order', async () => {
    const cloud = await startFixture(template);
    await putter(cloud)('E#1', 'other', 'E#2', 'E#3');
    await cloud.idle();
    await eventually(() => seen(cloud)).toEqual(['E#1', 'E#2', 'E#3']);
  });

  it('goes on after a restart where it stood, and reads what came meanwhile', async () => {
    const directory = temporaryFolder();
    const first = await startFixture(template, { directory });
    await putter(first)('E#1', 'E#2');
    await first.idle();
    await first.close();

    const withoutReader = { Resources: { Table: table } };
    const second = await startFixture(withoutReader, { directory });
    await putter(second)('E#3');
    await second.close();

    const third = await startFixture(template, { directory });
    await third.idle();
    await eventually(() => seen(third)).toEqual(['E#3']);
  });

  it('halves a failing batch until the poison record is alone, gives it up, and does the others', async () => {
    const cloud = await startFixture(template);
    await putter(cloud)('E#0', 'E#1', 'E#2!', 'E#3', 'E#4');
    // The pauses before each retry are at most a minute.
    for (let retry = 0; retry < 5; retry += 1) await cloud.advance(60_000);
    await eventually(() => seen(cloud)).toContain('E#4');
    const alone = cloud.lines.filter(({ batch }) => String(batch) === 'E#2!');
    expect(alone.length).toBeGreaterThan(0);

    const sqs = new SQSClient({
      endpoint: cloud.awsEndpoint,
      region: 'us-east-1',
      credentials: cloud.adminCredentials,
    });
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: cloud.outputs.Dead }));
    expect(Messages).toHaveLength(1);
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 5 },
      responseContext: { functionError: 'Unhandled' },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining('/stream/') },
    });
  });

  it('has done what was written when the clock is moved, so that no wait that it reckons is wrong by the move', async () => {
    const cloud = await startFixture(template);
    await putter(cloud)('E#slow');
    await eventually(() => seen(cloud)).toEqual(['E#slow']);
    await cloud.advance(86_400_000);
    await eventually(() => cloud.lines.flatMap(({ worked }) => worked ?? [])).toHaveLength(1);
    const [worked] = cloud.lines.flatMap(({ worked }) => worked ?? []);
    expect(worked).toBeLessThan(86_400_000);
  });

  it('hears of what TTL removed', async () => {
    const cloud = await startFixture(template);
    const settings = { endpoint: cloud.awsEndpoint, region: 'us-east-1', credentials: cloud.adminCredentials };
    const expiresAt = { N: String(Math.floor(Date.now() / 1000) + 60) };
    const Item = { pk: { S: 'p' }, sk: { S: 'E#1' }, expiresAt };
    await new DynamoDBClient(settings).send(new PutItemCommand({ TableName: cloud.tableName, Item }));
    await cloud.advance(120_000);
    await putter(cloud)('E#1');
    await cloud.idle();
    // Had the item still been there, the second write would be no INSERT.
    await eventually(() => seen(cloud)).toEqual(['E#1', 'E#1']);
  });

  describe('with a batching window', () => {
    const windowed = templateWith({ MaximumBatchingWindowInSeconds: 60 });

    it('gets at once what fills a batch, and the rest when the window is over', async () => {
      const cloud = await startFixture(windowed);
      await putter(cloud)('E#1', 'other', 'E#2', 'E#3');
      await putter(cloud)('E#4', 'E#5', 'E#6');
      await eventually(() => batches(cloud)).toEqual([['E#1', 'E#2', 'E#3', 'E#4']]);
      cloud.clock.advance(59_000);
      await putter(cloud)('E#7');
      expect(batches(cloud)).toHaveLength(1);
      cloud.clock.advance(1_000);
      await eventually(() => batches(cloud)).toEqual([
        ['E#1', 'E#2', 'E#3', 'E#4'],
        ['E#5', 'E#6', 'E#7'],
      ]);
    });

    it('gets what waits as soon as nothing else is left to do, where somebody waits for that', async () => {
      const cloud = await startFixture(windowed);
      await putter(cloud)('E#1');
      await cloud.idle();
      await eventually(() => batches(cloud)).toEqual([['E#1']]);
      await putter(cloud)('E#2');
      await cloud.advance(1);
      await eventually(() => batches(cloud)).toEqual([['E#1'], ['E#2']]);
    });

    it('reads again after a restart what had waited for its batch to fill', async () => {
      const directory = temporaryFolder();
      const first = await startFixture(windowed, { directory });
      await putter(first)('E#1', 'other');
      await first.close();
      const second = await startFixture(windowed, { directory });
      await second.idle();
      await eventually(() => batches(second)).toEqual([['E#1']]);
    });
  });
});
