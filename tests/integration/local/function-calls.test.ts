import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../infra/local/aws/aws-error.ts';
import type { CallFault, FaultPlan, FunctionCall } from '../../../infra/local/faults/fault-plan.ts';
import { allow, att, lambdaFunction, ref, table } from './fixtures/template.ts';
import { type FixtureCloud, startFixture } from './support.ts';

const template = {
  Resources: {
    Table: table,
    Queue: { Type: 'AWS::SQS::Queue' },
    Bucket: { Type: 'AWS::S3::Bucket' },
    ...lambdaFunction('Calls', {
      handler: 'index.handler',
      asset: 'calls',
      timeout: 20,
      statements: [
        allow(
          ['GetItem', 'PutItem', 'DeleteItem'].map((name) => `dynamodb:${name}`),
          att('Table'),
        ),
        allow(['sqs:SendMessage'], att('Queue')),
        allow(['s3:GetObject', 's3:PutObject'], '*'),
        allow(['scheduler:GetSchedule'], '*'),
      ],
    }),
  },
  Outputs: { Queue: { Value: ref('Queue') }, Bucket: { Value: ref('Bucket') } },
};

type Over = 'message' | 'http';
interface Call {
  service: 'dynamoDb' | 's3' | 'scheduler' | 'sqs';
  operation: string;
  input: object;
  client?: object;
  abortAfter?: number;
  text?: boolean;
}
// biome-ignore lint/suspicious/noExplicitAny: what the function tells of an answer or an error
type Outcome = any;

async function make(cloud: FixtureCloud, over: Over, ...calls: Call[]): Promise<Outcome[]> {
  const { outcomes } = (await cloud.invoke('Calls', { over, calls })) as { outcomes: Outcome[] };
  return outcomes;
}

const callsOf = (cloud: FixtureCloud) => {
  const TableName = cloud.tableName;
  const Key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'item' } });
  const on = (service: Call['service'], operation: string, input: object, more: Partial<Call> = {}): Call => ({
    service,
    operation,
    input,
    ...more,
  });
  return {
    read: (pk: string, more?: Partial<Call>) => on('dynamoDb', 'GetItem', { TableName, Key: Key(pk) }, more),
    write: (pk: string, text = '', more?: Partial<Call>) =>
      on('dynamoDb', 'PutItem', { TableName, Item: { ...Key(pk), text: { S: text } } }, more),
    on,
    Key,
    TableName,
  };
};

/** What the plan orders at the first write. */
const atFirstWrite = (moment: FunctionCall['moment'], fault: CallFault): FaultPlan => {
  let isDone = false;
  return {
    onCall(call) {
      if (isDone || call.moment !== moment || call.operation !== 'PutItem') return undefined;
      isDone = true;
      return fault;
    },
  };
};

describe('what a function asks of AWS', () => {
  it('goes to the endpoint as a message, but for S3, whose bodies may be streams', async () => {
    const cloud = await startFixture(template);
    const { read, on } = callsOf(cloud);
    const { Bucket } = cloud.outputs;
    const ask = (over: Over, ...calls: Call[]) => cloud.invoke('Calls', { over, calls });
    expect(await ask('message', read('a'), read('b'))).toMatchObject({ sockets: 0 });
    expect(await ask('http', read('a'), read('b'))).toMatchObject({ sockets: 2 });

    const put = on('s3', 'PutObject', { Bucket, Key: 'note', Body: 'kept: ä' });
    const get = on('s3', 'GetObject', { Bucket, Key: 'note' }, { text: true });
    expect(await ask('message', put)).toMatchObject({ sockets: 1, outcomes: [{ status: 200 }] });
    expect(await ask('message', get)).toMatchObject({ outcomes: [{ answer: { Body: 'kept: ä' } }] });
  });
});

describe.each(['message', 'http'] as const)('a call of a function over %s', (over) => {
  it('is answered, with each text as it was and beside others that are on their way', async () => {
    const cloud = await startFixture(template);
    const { read, write, on } = callsOf(cloud);
    const texts = ['', 'ä € \u{1f680} "quoted"\n', 'x'.repeat(390_000)];
    const names = texts.map((_, index) => `item ${index}`);
    await make(cloud, over, ...texts.map((text, index) => write(names[index]!, text)));
    const outcomes = await make(cloud, over, ...names.map((name) => read(name)));
    expect(outcomes.map(({ answer }) => answer.Item.text.S)).toEqual(texts);
    expect(outcomes).toEqual(outcomes.map((one) => ({ ...one, status: 200, hasRequestId: true })));

    const send = on('sqs', 'SendMessage', { QueueUrl: cloud.outputs.Queue, MessageBody: 'm' });
    expect(await make(cloud, over, send)).toMatchObject([
      { status: 200, answer: { MD5OfMessageBody: expect.any(String) } },
    ]);
  });

  it('ends with the error of the service and all that it says', async () => {
    const cloud = await startFixture(template);
    const { write, on, Key, TableName } = callsOf(cloud);
    await make(cloud, over, write('there', 'old'));
    const Item = { ...Key('there'), text: { S: 'new' } };
    const condition = {
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    const outcomes = await make(
      cloud,
      over,
      on('dynamoDb', 'PutItem', { TableName, Item, ...condition }),
      on('dynamoDb', 'TransactWriteItems', { TransactItems: [{ Put: { TableName, Item, ...condition } }] }),
      on('dynamoDb', 'GetItem', { TableName, Key: { pk: { N: '1' } } }),
      on('scheduler', 'GetSchedule', { Name: 'none' }),
    );
    expect(outcomes).toMatchObject([
      { name: 'ConditionalCheckFailedException', status: 400, Item: { text: { S: 'old' } } },
      {
        name: 'TransactionCanceledException',
        status: 400,
        CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { text: { S: 'old' } } }],
      },
      { name: 'ValidationException', status: 400, message: expect.stringContaining('key') },
      { name: 'ResourceNotFoundException', status: 404 },
    ]);
  });

  it('is refused what its role is not granted, and has no effect', async () => {
    const cloud = await startFixture(template);
    const { read, write, on, Key, TableName } = callsOf(cloud);
    await make(cloud, over, write('a'));
    const query = { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'a' } } };
    const update = {
      TableName,
      Key: Key('a'),
      UpdateExpression: 'REMOVE #t',
      ExpressionAttributeNames: { '#t': 'text' },
    };
    const stranger = { credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' } };
    const outcomes = await make(
      cloud,
      over,
      on('dynamoDb', 'Query', query),
      on('dynamoDb', 'UpdateItem', update),
      on('sqs', 'ReceiveMessage', { QueueUrl: cloud.outputs.Queue }),
      read('a', { client: stranger }),
    );
    const refusal = (action: string) => ({
      name: 'AccessDeniedException',
      status: 403,
      message: expect.stringContaining(`is not authorized to perform: ${action} on resource`),
    });
    expect(outcomes).toMatchObject([
      refusal('dynamodb:Query'),
      refusal('dynamodb:UpdateItem'),
      refusal('sqs:ReceiveMessage'),
      { name: 'UnrecognizedClientException', status: 400 },
    ]);
    expect(await make(cloud, over, read('a'))).toMatchObject([{ answer: { Item: { text: { S: '' } } } }]);
  });

  it.each([
    ['before', false],
    ['after', true],
  ] as const)('loses its connection where the plan says so: %s its effect', async (moment, isWritten) => {
    const cloud = await startFixture(template, { faults: atFirstWrite(moment, { kind: 'drop' }) });
    const { read, write } = callsOf(cloud);
    expect(await make(cloud, over, write('a'))).toMatchObject([{ code: 'ECONNRESET' }]);
    const [{ answer }] = await make(cloud, over, read('a'));
    expect(answer.Item !== undefined).toBe(isWritten);
    expect(await make(cloud, over, write('a'))).toMatchObject([{ status: 200 }]);
  });

  it('is tried again by the SDK where its connection is lost', async () => {
    const cloud = await startFixture(template, { faults: atFirstWrite('before', { kind: 'drop' }) });
    const { write } = callsOf(cloud);
    expect(await make(cloud, over, write('a', '', { client: { maxAttempts: 2 } }))).toMatchObject([{ status: 200 }]);
  });

  it('is answered with the error that the plan orders', async () => {
    const error = new AwsError('ThrottlingException', 'on purpose');
    const cloud = await startFixture(template, { faults: atFirstWrite('after', { kind: 'error', error }) });
    const { write } = callsOf(cloud);
    expect(await make(cloud, over, write('a'))).toMatchObject([
      { name: 'ThrottlingException', message: 'on purpose', status: 400 },
    ]);
  });

  it('does not wait for an answer that never comes, where its client has a limit', async () => {
    const neverEnds = new Promise<undefined>(() => {});
    const onCall = ({ body, moment }: FunctionCall) =>
      moment === 'before' && body.includes('hangs') ? neverEnds : undefined;
    const cloud = await startFixture(template, { faults: { onCall } });
    const { read } = callsOf(cloud);
    const requestHandler = { requestTimeout: 50, throwOnRequestTimeout: true };
    const outcomes = await make(
      cloud,
      over,
      read('hangs', { client: { requestHandler } }),
      read('hangs', { client: { requestHandler: { socketTimeout: 50 } } }),
      read('hangs', { abortAfter: 50 }),
      read('works'),
    );
    expect(outcomes).toMatchObject([
      { name: 'TimeoutError' },
      { name: 'TimeoutError' },
      { name: 'AbortError' },
      { status: 200 },
    ]);
  });
});
