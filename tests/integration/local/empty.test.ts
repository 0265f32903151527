import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { allow, att, lambdaFunction, ref, table } from './fixtures/template.ts';
import { eventually, startFixture } from './support.ts';

const follow = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((name) => `dynamodb:${name}`);
const consume = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const mapping = (source: object, functionName: string, more: object) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: source, FunctionName: ref(functionName), BatchSize: 10, ...more },
});
const template = {
  Resources: {
    Table: table,
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'fixture' } },
    Group: { Type: 'AWS::Scheduler::ScheduleGroup', Properties: { Name: 'fixture' } },
    ...lambdaFunction('Follow', {
      handler: 'index.stream',
      asset: 'work',
      statements: [allow(follow, att('Table', 'StreamArn'))],
    }),
    ...lambdaFunction('Work', { handler: 'index.queue', asset: 'work', statements: [allow(consume, att('Queue'))] }),
    ...lambdaFunction('Task', { handler: 'index.task', asset: 'work' }),
    OfTable: mapping(att('Table', 'StreamArn'), 'Follow', { StartingPosition: 'TRIM_HORIZON' }),
    OfQueue: mapping(att('Queue'), 'Work', { FunctionResponseTypes: ['ReportBatchItemFailures'] }),
    OnEvent: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: ref('Bus'),
        EventPattern: { source: ['fixture'] },
        Targets: [{ Id: 'task', Arn: att('Task') }],
      },
    },
    OnEventPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: ref('Task'),
        Principal: 'events.amazonaws.com',
        SourceArn: att('OnEvent'),
      },
    },
    SchedulerRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'scheduler.amazonaws.com' } }],
        },
        Policies: [{ PolicyName: 'send', PolicyDocument: { Statement: [allow(['sqs:SendMessage'], att('Queue'))] } }],
      },
    },
  },
  Outputs: {
    Queue: { Value: ref('Queue') },
    QueueArn: { Value: att('Queue') },
    Role: { Value: att('SchedulerRole') },
  },
};

it('an emptied cloud has and does nothing of what was before, and works on', async () => {
  const cloud = await startFixture(template);
  const settings = { endpoint: cloud.awsEndpoint, region: 'us-east-1', credentials: cloud.adminCredentials };
  const [dynamoDb, sqs] = [new DynamoDBClient(settings), new SQSClient(settings)];
  const [events, scheduler] = [new EventBridgeClient(settings), new SchedulerClient(settings)];
  const { Queue: QueueUrl, QueueArn, Role } = cloud.outputs;
  const put = (sk: string, more = {}) =>
    dynamoDb.send(new PutItemCommand({ TableName: cloud.tableName, Item: { pk: { S: 'p' }, sk: { S: sk }, ...more } }));
  const send = (MessageBody: string, DelaySeconds = 0) =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  const putEvent = (detail: object) => {
    const entry = { EventBusName: 'fixture', Source: 'fixture', DetailType: 'test', Detail: JSON.stringify(detail) };
    return events.send(new PutEventsCommand({ Entries: [entry] }));
  };

  await put('before');
  await send('later', 300);
  await send('fail now');
  await putEvent({ fail: true });
  const at = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
  await scheduler.send(
    new CreateScheduleCommand({
      Name: 'one',
      GroupName: 'fixture',
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: QueueArn, RoleArn: Role, Input: 'by schedule' },
    }),
  );
  await cloud.idle();
  await eventually(() => cloud.lines.length).toBe(3);

  await cloud.empty();
  expect((await dynamoDb.send(new ScanCommand({ TableName: cloud.tableName }))).Count).toBe(0);
  expect((await scheduler.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  const AttributeNames = ['All' as const];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    ApproximateNumberOfMessagesDelayed: '0',
  });
  await cloud.advance(2 * 3_600_000);
  expect(cloud.lines).toHaveLength(3);

  await put('after');
  await send('again');
  await putEvent({ n: 1 });
  await cloud.idle();
  await eventually(() => cloud.lines.slice(3)).toHaveLength(3);
  expect(cloud.lines.slice(3)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ batch: ['after'] }),
      expect.objectContaining({ body: 'again' }),
      expect.objectContaining({ task: { n: 1 } }),
    ]),
  );
});
