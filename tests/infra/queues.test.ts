import { describe, expect, it } from 'vitest';
import { refersTo, synthesize } from './support/synthesize.ts';

const dev = synthesize('dev');
const queues = dev.resources('AWS::SQS::Queue');
const isDeadLetterQueue = ({ name }: { name: string }) => name.endsWith('DeadLetters');

describe('every queue', () => {
  it('has a dead-letter queue or is one', () => {
    for (const queue of queues) {
      const target = queue.properties.RedrivePolicy?.deadLetterTargetArn;
      if (isDeadLetterQueue(queue)) expect(target, queue.name).toBeUndefined();
      else
        expect(
          queues.filter(isDeadLetterQueue).some((other) => refersTo(target, other)),
          queue.name,
        ).toBe(true);
    }
    expect(queues.filter((queue) => !isDeadLetterQueue(queue)).map(({ name }) => name)).toHaveLength(5);
  });

  it('tries a message five times before it gives up', () => {
    const working = queues.filter((queue) => !isDeadLetterQueue(queue));
    for (const { properties } of working) expect(properties.RedrivePolicy.maxReceiveCount).toBe(5);
  });

  it('refuses whoever does not come by TLS, and encrypts what it holds', () => {
    const policies = dev.resources('AWS::SQS::QueuePolicy');
    for (const queue of queues) {
      expect(queue.properties.SqsManagedSseEnabled).toBe(true);
      const policy = policies.find(
        ({ stack, properties }) => stack === queue.stack && refersTo(properties.Queues, queue),
      );
      expect(policy?.properties.PolicyDocument.Statement, queue.name).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  it("keeps a message hidden for at least six times its reader's timeout, and for the time that its batch is gathered", () => {
    const functions = dev.resources('AWS::Lambda::Function');
    const read = queues.flatMap((queue) => {
      const mapping = dev
        .resources('AWS::Lambda::EventSourceMapping')
        .find(({ properties }) => refersTo(properties.EventSourceArn, queue));
      if (!mapping) return [];
      const reader = functions.find(({ logicalId }) => logicalId === mapping.properties.FunctionName.Ref)!;
      expect(queue.properties.VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * reader.properties.Timeout + (mapping.properties.MaximumBatchingWindowInSeconds ?? 0),
      );
      return [[queue.name, reader.name]];
    });
    expect(Object.fromEntries(read)).toEqual({
      PublishQueue: 'Publish',
      CheckQueue: 'CheckAttempts',
      ImportQueue: 'ImportRows',
      FeedQueue: 'PollFeed',
      MetricsQueue: 'SyncMetrics',
    });
  });

  it('keeps dead letters as long as SQS can', () => {
    for (const queue of queues.filter(isDeadLetterQueue))
      expect(queue.properties.MessageRetentionPeriod).toBe(1_209_600);
  });
});
