import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { allow, att, lambdaFunction, ref, table } from './fixtures/template.ts';
import { eventually, startFixture } from './support.ts';

const use = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'SendMessage'].map((name) => `sqs:${name}`);
const follow = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((name) => `dynamodb:${name}`);
const mapping = (source: object, fn: string, more: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: source, FunctionName: ref(fn), BatchSize: 1, ...more },
});

const throughQueue = {
  Resources: {
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: att('Dead'), maxReceiveCount: 2 } },
    },
    ...lambdaFunction('Chain', {
      handler: 'index.queue',
      asset: 'chain',
      statements: [allow(use, att('Queue'))],
      environment: { QUEUE_URL: ref('Queue') },
    }),
    Mapping: mapping(att('Queue'), 'Chain'),
  },
  Outputs: { Queue: { Value: ref('Queue') }, Dead: { Value: ref('Dead') } },
};

const throughStream = {
  Resources: {
    Table: table,
    ...lambdaFunction('Begin', {
      handler: 'index.begin',
      asset: 'chain',
      statements: [allow(['dynamodb:PutItem'], att('Table'))],
      environment: { TABLE_NAME: ref('Table') },
    }),
    ...lambdaFunction('Follow', {
      handler: 'index.stream',
      asset: 'chain',
      statements: [allow(follow, att('Table', 'StreamArn')), allow(['dynamodb:PutItem'], att('Table'))],
      environment: { TABLE_NAME: ref('Table') },
    }),
    Mapping: mapping(att('Table', 'StreamArn'), 'Follow', { StartingPosition: 'TRIM_HORIZON' }),
  },
};

it('ends a function that feeds its own queue after 16 links, and the message goes to the dead letters', async () => {
  const cloud = await startFixture(throughQueue);
  const sqs = new SQSClient({ endpoint: cloud.awsEndpoint, region: 'us-east-1', credentials: cloud.adminCredentials });
  await sqs.send(new SendMessageCommand({ QueueUrl: cloud.outputs.Queue, MessageBody: '1' }));
  await cloud.idle();
  await eventually(() => cloud.lines.length).toBe(16);
  expect(cloud.metrics()).toEqual({ RecursiveInvocationsDropped: 1 });
  expect(cloud.log.join('\n')).toContain('Lambda stopped a recursive loop');

  for (let tries = 0; tries < 2; tries += 1) await cloud.advance(61_000);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: cloud.outputs.Dead }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['17']);
  expect(cloud.lines).toHaveLength(16);

  // Whoever is outside of the chain begins a new one.
  await sqs.send(new SendMessageCommand({ QueueUrl: cloud.outputs.Queue, MessageBody: '30' }));
  await cloud.idle();
  await eventually(() => cloud.lines.at(-1)).toEqual({ link: 40 });
});

it('does not count what goes through the stream of a table', async () => {
  const cloud = await startFixture(throughStream);
  await cloud.invoke('Begin', {});
  await cloud.idle();
  await eventually(() => cloud.lines.length).toBe(40);
  expect(cloud.metrics()).toEqual({});
});
