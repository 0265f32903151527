import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { allow, att, lambdaFunction, ref } from './fixtures/template.ts';
import { eventually, type FixtureCloud, startFixture } from './support.ts';

const consume = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const templateWith = (batching: object) => ({
  Resources: {
    Dead: { Type: 'AWS::SQS::Queue' },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { VisibilityTimeout: 60, RedrivePolicy: { deadLetterTargetArn: att('Dead'), maxReceiveCount: 2 } },
    },
    ...lambdaFunction('Work', { handler: 'index.queue', asset: 'work', statements: [allow(consume, att('Queue'))] }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: att('Queue'),
        FunctionName: ref('Work'),
        BatchSize: 10,
        ...batching,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
  },
  Outputs: { Queue: { Value: ref('Queue') }, Dead: { Value: ref('Dead') } },
});

async function startWithQueue(batching = {}) {
  const cloud = await startFixture(templateWith(batching));
  const sqs = new SQSClient({ endpoint: cloud.awsEndpoint, region: 'us-east-1', credentials: cloud.adminCredentials });
  const { Queue: QueueUrl, Dead } = cloud.outputs;
  const send = (...bodies: string[]) => {
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    return sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  };
  const left = async () => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const, 'ApproximateNumberOfMessagesNotVisible' as const];
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  };
  const dead = async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: Dead, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body }) => Body).sort();
  };
  return { cloud, sqs, QueueUrl, send, left, dead };
}

const bodiesOf = (cloud: FixtureCloud) => cloud.lines.map(({ body }) => body).sort();

describe('a queue that feeds a function', () => {
  it('loses what the function did, and brings back by the visibility timeout only what it named as failed', async () => {
    const { cloud, send, left, dead } = await startWithQueue();
    await send('one', 'fail two', 'three');
    await cloud.idle();
    await eventually(() => bodiesOf(cloud)).toEqual(['fail two', 'one', 'three']);
    expect(await left()).toBe(1);

    await cloud.advance(61_000);
    await eventually(() => cloud.lines.length).toBe(4);
    expect(cloud.lines[3]).toMatchObject({ body: 'fail two', receiveCount: 2 });
    await cloud.advance(61_000);
    await eventually(dead).toEqual(['fail two']);
    expect(await left()).toBe(0);
  });

  it.each(['throw', 'unknown'])('fails the whole batch when the function answers "%s"', async (body) => {
    const { cloud, send, left } = await startWithQueue();
    await send('good', body);
    await cloud.idle();
    expect(await left()).toBe(2);
    await cloud.advance(61_000);
    await eventually(() => cloud.lines.filter(({ receiveCount }) => receiveCount === 2).length).toBeGreaterThan(0);
  });

  it('gets a delayed message at its moment and not before', async () => {
    const { cloud, sqs, QueueUrl } = await startWithQueue();
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 900 }));
    await cloud.advance(890_000);
    expect(cloud.lines).toEqual([]);
    await cloud.advance(10_000);
    await eventually(() => bodiesOf(cloud)).toEqual(['later']);
  });

  it('gives each message to an invocation of its own where its batches are of one', async () => {
    const { cloud, send, left } = await startWithQueue({ BatchSize: 1 });
    const bodies = Array.from({ length: 10 }, (_, index) => `message ${index}`);
    await send(...bodies);
    await cloud.idle();
    await eventually(() => bodiesOf(cloud)).toEqual(bodies);
    expect(cloud.lines.map(({ batch }) => batch)).toEqual(bodies.map(() => 1));
    expect(await left()).toBe(0);
  });

  it('hands on what a message carries beside its body, binary values as base64', async () => {
    const { cloud, sqs, QueueUrl } = await startWithQueue();
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'text' },
      seal: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
    };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'attributes', MessageAttributes }));
    await cloud.idle();
    await eventually(() => cloud.lines.find(({ attributes }) => attributes)?.attributes).toMatchObject({
      kind: { dataType: 'String', stringValue: 'text' },
      seal: { dataType: 'Binary', binaryValue: 'AP8=' },
    });
  });

  describe('with a batching window', () => {
    it('gives a full batch at once, and what is left together when the window is over', async () => {
      const { cloud, send, left } = await startWithQueue({ BatchSize: 3, MaximumBatchingWindowInSeconds: 20 });
      await send('one', 'two');
      await send('three', 'four');
      await eventually(() => cloud.lines.map(({ batch }) => batch)).toEqual([3, 3, 3]);
      cloud.clock.advance(19_000);
      await send('five');
      await eventually(left).toBe(2);
      expect(cloud.lines).toHaveLength(3);
      cloud.clock.advance(1_000);
      await eventually(() => bodiesOf(cloud).slice(-5)).toEqual(['five', 'four', 'one', 'three', 'two']);
      expect(cloud.lines.slice(3).map(({ batch }) => batch)).toEqual([2, 2]);
      await eventually(left).toBe(0);
    });

    it('gives what waits as soon as nothing else is left to do, where somebody waits for that', async () => {
      const { cloud, send, left } = await startWithQueue({ MaximumBatchingWindowInSeconds: 20 });
      await send('one', 'two');
      await cloud.idle();
      await eventually(() => bodiesOf(cloud)).toEqual(['one', 'two']);
      expect(await left()).toBe(0);
    });
  });
});
