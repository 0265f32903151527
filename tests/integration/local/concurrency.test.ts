import { availableParallelism } from 'node:os';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { allow, att, lambdaFunction, ref } from './fixtures/template.ts';
import { eventually, type FixtureCloud, startFixture } from './support.ts';

const consume = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const resources = (reservedConcurrency?: number) => ({
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'fixture' } },
  ...lambdaFunction('Task', { handler: 'index.task', asset: 'work', reservedConcurrency }),
  OnEvent: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: ref('Bus'),
      EventPattern: { source: ['fixture'] },
      Targets: [{ Id: 'task', Arn: att('Task') }],
    },
  },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: ref('Task'),
      Principal: 'events.amazonaws.com',
      SourceArn: att('OnEvent'),
    },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 120 } },
  ...lambdaFunction('Work', { handler: 'index.queue', asset: 'work', statements: [allow(consume, att('Queue'))] }),
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: att('Queue'), FunctionName: ref('Work'), BatchSize: 1 },
  },
});
const template = { Resources: resources(), Outputs: { Queue: { Value: ref('Queue') } } };

const settings = (cloud: FixtureCloud) => ({
  endpoint: cloud.awsEndpoint,
  region: 'us-east-1',
  credentials: cloud.adminCredentials,
});

const send = (cloud: FixtureCloud, bodies: string[]) => {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  return new SQSClient(settings(cloud)).send(new SendMessageBatchCommand({ QueueUrl: cloud.outputs.Queue, Entries }));
};
const putEvents = (cloud: FixtureCloud, details: object[]) =>
  new EventBridgeClient(settings(cloud)).send(
    new PutEventsCommand({
      Entries: details.map((detail) => ({
        EventBusName: 'fixture',
        Source: 'fixture',
        DetailType: 'test',
        Detail: JSON.stringify(detail),
      })),
    }),
  );

/** Holds the account's only place until the clock of this machine has gone on a little. */
const holdPlace = (cloud: FixtureCloud) => cloud.invoke('Task', { sleep: 300 });

describe('an account whose concurrent executions are taken', () => {
  it('refuses a direct invocation', async () => {
    const cloud = await startFixture(template, { behaviour: { concurrentExecutions: 1 } });
    const holding = holdPlace(cloud);
    await expect(cloud.invoke('Work', { Records: [] })).rejects.toMatchObject({
      error: { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
    });
    await holding;
    expect(cloud.metrics()).toEqual({ Throttles: 1 });
    expect(await cloud.invoke('Work', { Records: [] })).toEqual({ batchItemFailures: [] });
  });

  it('loses no message of a queue, and uses up no receipt of one', async () => {
    const cloud = await startFixture(template, { behaviour: { concurrentExecutions: 1 } });
    const holding = holdPlace(cloud);
    await send(cloud, ['a', 'b', 'c']);
    await holding;
    const bodies = () =>
      cloud.lines.flatMap(({ body, receiveCount }) => (body ? [`${body}${receiveCount}`] : [])).sort();
    for (let seconds = 0; seconds < 60 && bodies().length < 3; seconds += 5) await cloud.advance(5_000);
    await eventually(bodies).toEqual(['a1', 'b1', 'c1']);
    expect(cloud.metrics().Throttles).toBeGreaterThan(0);
  });

  it('keeps asynchronous events, whose failures are not counted by it', async () => {
    const cloud = await startFixture(template, { behaviour: { concurrentExecutions: 1 } });
    const holding = holdPlace(cloud);
    await putEvents(cloud, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    await holding;
    const done = () => cloud.lines.flatMap(({ task }) => (task as { n?: number } | undefined)?.n ?? []).sort();
    for (let seconds = 1; seconds < 600 && done().length < 3; seconds *= 2) await cloud.advance(seconds * 1000);
    await eventually(done).toEqual([1, 2, 3]);
    expect(cloud.metrics().Throttles).toBeGreaterThan(0);
  });
});

describe('invocations that only wait', () => {
  it('keep no message from its turn, though they hold every place that the cores have', async () => {
    const cloud = await startFixture(template);
    const places = Math.max(4, 2 * availableParallelism());
    for (let index = 0; index < places; index += 1) await send(cloud, [`wait ${index}`]);
    const started = () => cloud.lines.filter(({ body }) => String(body).startsWith('wait')).length;
    await eventually(started).toBe(places);
    const waiting = cloud.lines.length;
    await send(cloud, ['quick']);
    await eventually(() => cloud.lines.slice(waiting).map(({ body }) => body)).toEqual(['quick']);
  });
});

describe('a reservation', () => {
  it('is for its function alone, and is its limit', async () => {
    const cloud = await startFixture(
      { ...template, Resources: resources(1) },
      { behaviour: { concurrentExecutions: 101 } },
    );
    const holding = holdPlace(cloud);
    await expect(cloud.invoke('Task', {})).rejects.toMatchObject({ error: { errorType: 'TooManyRequestsException' } });
    expect(await cloud.invoke('Work', { Records: [] })).toEqual({ batchItemFailures: [] });
    await holding;
  });

  it('is refused where it leaves less than AWS keeps for all others', async () => {
    const start = startFixture({ ...template, Resources: resources(1) }, { behaviour: { concurrentExecutions: 10 } });
    await expect(start).rejects.toThrow(
      "The template reserves 1 of the account's 10 concurrent executions, and AWS keeps 10 of them unreserved.",
    );
  });
});

it('delivers again what a rule, a queue and an asynchronous invocation bring, where it is told to', async () => {
  const cloud = await startFixture(template, { behaviour: { duplicates: 1 } });
  await putEvents(cloud, [{ n: 1 }]);
  await send(cloud, ['a']);
  await cloud.idle();
  // The rule brings it twice, and each of both invocations comes twice.
  await eventually(() => cloud.lines.filter(({ task }) => task).length).toBe(4);
  await cloud.advance(121_000);
  await eventually(() => cloud.lines.filter(({ body }) => body === 'a').length).toBeGreaterThanOrEqual(2);
});
