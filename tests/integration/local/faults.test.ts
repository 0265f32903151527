import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AwsError } from '../../../infra/local/aws/aws-error.ts';
import type { FunctionFailure } from '../../../infra/local/cloud/local-cloud.ts';
import {
  type CallFault,
  type Delivery,
  type DeliveryFault,
  ENVIRONMENT_HEADER,
  type FaultPlan,
  type FunctionCall,
} from '../../../infra/local/faults/fault-plan.ts';
import { startDouble } from '../../doubles/http-double.ts';
import { allow, att, lambdaFunction, ref, table } from './fixtures/template.ts';
import { type FixtureCloud, startFixture } from './support.ts';

const follow = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((name) => `dynamodb:${name}`);
const consume = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'];
const template = {
  Resources: {
    Table: table,
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
    ...lambdaFunction('Caller', {
      handler: 'index.handler',
      asset: 'caller',
      timeout: 20,
      statements: [
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], att('Table')),
        allow(
          consume.map((name) => `sqs:${name}`),
          att('Queue'),
        ),
      ],
      environment: { TABLE_NAME: ref('Table') },
    }),
    CallerMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: att('Queue'), FunctionName: ref('Caller'), BatchSize: 1 },
    },
    ...lambdaFunction('Follow', {
      handler: 'index.stream',
      asset: 'work',
      statements: [allow(follow, att('Table', 'StreamArn'))],
    }),
    FollowMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: att('Table', 'StreamArn'),
        FunctionName: ref('Follow'),
        StartingPosition: 'TRIM_HORIZON',
      },
    },
  },
  Outputs: { Queue: { Value: ref('Queue') } },
};

/** Goes wrong once, at the first matching boundary. */
const once = (fault: CallFault, moment: FunctionCall['moment'], operation = 'PutItem'): FaultPlan => {
  let isDone = false;
  return {
    onCall: (call) => {
      if (isDone || call.moment !== moment || call.operation !== operation) return undefined;
      isDone = true;
      return fault;
    },
  };
};
const deliverOnce = (source: Delivery['source'], fault: DeliveryFault): FaultPlan => {
  let isDone = false;
  return {
    onDelivery: (delivery) => {
      if (isDone || delivery.source !== source) return undefined;
      isDone = true;
      return fault;
    },
  };
};

const settings = (cloud: FixtureCloud) => ({
  endpoint: cloud.awsEndpoint,
  region: 'us-east-1',
  credentials: cloud.adminCredentials,
});
/** How often the function has written this item. */
async function timesOf(cloud: FixtureCloud, pk: string): Promise<number> {
  const Key = { pk: { S: pk }, sk: { S: 'item' } };
  const client = new DynamoDBClient(settings(cloud));
  const { Item } = await client.send(new GetItemCommand({ TableName: cloud.tableName, Key }));
  return Number(Item?.times?.N ?? 0);
}
const send = (cloud: FixtureCloud, MessageBody: string) =>
  new SQSClient(settings(cloud)).send(new SendMessageCommand({ QueueUrl: cloud.outputs.Queue, MessageBody }));

describe('a function whose worker is killed at a call', () => {
  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('%s its effect fails as on Lambda, and works again in the next invocation', async (moment, written) => {
    const cloud = await startFixture(template, { faults: once({ kind: 'kill' }, moment) });
    const failure = await cloud.invoke('Caller', { pk: 'a' }).catch((error: FunctionFailure) => error.error);
    expect(failure).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: signal: killed',
    });
    expect(await timesOf(cloud, 'a')).toBe(written);
    expect(await cloud.invoke('Caller', { pk: 'a' })).toEqual({ write: 'ok' });
    expect(await timesOf(cloud, 'a')).toBe(written + 1);
  });

  it('gets its queue message again by the visibility timeout', async () => {
    const cloud = await startFixture(template, { faults: once({ kind: 'kill' }, 'after') });
    await send(cloud, 'm');
    await cloud.idle();
    expect(await timesOf(cloud, 'm')).toBe(1);
    await cloud.advance(61_000);
    expect(await timesOf(cloud, 'm')).toBe(2);
  });
});

describe('an AWS call that goes wrong', () => {
  it('is tried again by the SDK where the answer was lost after the effect', async () => {
    const cloud = await startFixture(template, { faults: once({ kind: 'drop' }, 'after') });
    expect(await cloud.invoke('Caller', { pk: 'a' })).toEqual({ write: 'ok' });
    expect(await timesOf(cloud, 'a')).toBe(1);
  });

  it('is answered with the error that the plan orders, and without effect before it', async () => {
    const error = new AwsError('ValidationException', 'on purpose');
    const cloud = await startFixture(template, { faults: once({ kind: 'error', error }, 'before') });
    expect(await cloud.invoke('Caller', { pk: 'a' })).toEqual({ write: 'ValidationException' });
    expect(await timesOf(cloud, 'a')).toBe(0);
  });

  it('is never asked about where the admin or the cloud itself calls', async () => {
    const asked: FunctionCall[] = [];
    const cloud = await startFixture(template, { faults: { onCall: (call) => void asked.push(call) } });
    await timesOf(cloud, 'a');
    await send(cloud, 'm');
    await cloud.idle();
    expect(new Set(asked.map(({ environment }) => environment.constructName))).toEqual(new Set(['Caller']));
    expect(asked.map(({ operation, moment }) => `${moment} ${operation}`)).toEqual([
      'before GetItem',
      'after GetItem',
      'before PutItem',
      'after PutItem',
    ]);
  });
});

describe('a delivery that goes wrong', () => {
  it('brings a queue message to two workers', async () => {
    const workers = new Set<string>();
    const onCall = ({ environment }: FunctionCall) => void workers.add(environment.id);
    const faults = { ...deliverOnce('queue', { kind: 'twice' }), onCall };
    const cloud = await startFixture(template, { faults });
    await send(cloud, 'm');
    await cloud.idle();
    expect(workers.size).toBe(2);
  });

  it('brings a queue message again that was not deleted', async () => {
    const cloud = await startFixture(template, { faults: deliverOnce('queue', { kind: 'again' }) });
    await send(cloud, 'm');
    await cloud.idle();
    expect(await timesOf(cloud, 'm')).toBe(1);
    await cloud.advance(61_000);
    expect(await timesOf(cloud, 'm')).toBe(2);
  });

  it('holds a queue message back, so that a later one overtakes it', async () => {
    const cloud = await startFixture(template, { faults: deliverOnce('queue', { kind: 'later', seconds: 30 }) });
    await send(cloud, 'first');
    await cloud.idle();
    await send(cloud, 'second');
    await cloud.idle();
    expect([await timesOf(cloud, 'first'), await timesOf(cloud, 'second')]).toEqual([0, 1]);
    await cloud.advance(31_000);
    expect(await timesOf(cloud, 'first')).toBe(1);
  });

  it('replays a batch of a stream', async () => {
    const cloud = await startFixture(template, { faults: deliverOnce('stream', { kind: 'twice' }) });
    await cloud.invoke('Caller', { pk: 'a' });
    await cloud.idle();
    await expect.poll(() => cloud.lines.filter(({ batch }) => batch).length).toBe(2);
  });
});

describe('a call of another server', () => {
  it.each(['node:http', 'fetch'])('by %s names its worker, which can be killed or told not to wait', async (by) => {
    const cloud = await startFixture(template, { faults: {} });
    const server = await startDouble(({ headers }) => ({ status: 200, body: { id: headers[ENVIRONMENT_HEADER] } }));
    onTestFinished(() => server.close());
    const ask = () => cloud.invoke('Caller', { url: { address: server.url, by } });
    const environment = cloud.environment(((await ask()) as { id: string }).id)!;
    expect(environment.constructName).toBe('Caller');

    server.misbehave({ fault: 'hangBefore' });
    const hang = server.nextHang();
    const expired = ask();
    await hang;
    environment.expireSignals();
    expect(JSON.stringify(await expired)).toContain('TimeoutError');

    server.misbehave({ fault: 'hangBefore' });
    const again = server.nextHang();
    const killed = ask().catch((error: FunctionFailure) => error.error.errorType);
    await again;
    await environment.kill();
    expect(await killed).toBe('Runtime.ExitError');
    expect(cloud.environment(environment.id)).toBeUndefined();
  });

  it('carries no mark where no faults are injected', async () => {
    const cloud = await startFixture(template);
    const server = await startDouble(({ headers }) => ({ status: 200, body: { id: headers[ENVIRONMENT_HEADER] } }));
    onTestFinished(() => server.close());
    expect(await cloud.invoke('Caller', { url: { address: server.url, by: 'fetch' } })).toEqual({});
  });
});
