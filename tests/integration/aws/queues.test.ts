import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import {
  type Bench,
  eventually,
  queueArn,
  queueUrl,
  receiveOne,
  startAws,
  temporaryDirectory,
} from './support/local-aws.ts';

const send = ({ sqs, aws }: Bench, MessageBody: string, DelaySeconds?: number) =>
  sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(aws, 'jobs'), MessageBody, DelaySeconds }));

const receiveNow = async ({ sqs, aws }: Bench, queue = 'jobs') => {
  const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl(aws, queue) }));
  return answer.Messages?.[0];
};

async function startWithQueue(directory?: string, attributes?: Record<string, string>) {
  const bench = await startAws({ directory });
  const answer = await bench.sqs.send(new CreateQueueCommand({ QueueName: 'jobs', Attributes: attributes }));
  return { ...bench, url: answer.QueueUrl ?? '' };
}

describe('queue URLs', () => {
  it('are of this endpoint, also for a queue that an earlier process made', async () => {
    const directory = await temporaryDirectory();
    const first = await startWithQueue(directory);
    expect(first.url).toBe(queueUrl(first.aws, 'jobs'));
    await first.stop();

    const second = await startAws({ directory });
    const { QueueUrl } = await second.sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' }));
    expect(QueueUrl).toBe(queueUrl(second.aws, 'jobs'));
  });
});

describe('errors', () => {
  it('are those of SQS, with their names', async () => {
    const { sqs, url, aws } = await startWithQueue();
    const missing = queueUrl(aws, 'nobody');
    const refused: [Promise<unknown>, string][] = [
      [sqs.send(new SendMessageCommand({ QueueUrl: missing, MessageBody: 'm' })), 'QueueDoesNotExist'],
      [sqs.send(new ReceiveMessageCommand({ QueueUrl: missing })), 'QueueDoesNotExist'],
      [sqs.send(new GetQueueUrlCommand({ QueueName: 'nobody' })), 'QueueDoesNotExist'],
      [sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '' })), 'MissingParameter'],
      [sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: [] })), 'EmptyBatchRequest'],
      [sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 11 })), 'InvalidParameterValue'],
    ];
    await Promise.all(refused.map(([answer, name]) => expect(answer).rejects.toMatchObject({ name })));
  });
});

describe('limits', () => {
  it('refuses a delay over 900 seconds', async () => {
    const bench = await startWithQueue();
    await expect(send(bench, 'late', 901)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(send(bench, 'just in time', 900)).resolves.toBeDefined();
  });

  it('refuses only the entries of a batch whose delay is too long', async () => {
    const bench = await startWithQueue();
    const sendBatch = (...delays: number[]) =>
      bench.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: bench.url,
          Entries: delays.map((DelaySeconds) => ({ Id: `d${DelaySeconds}`, MessageBody: 'x', DelaySeconds })),
        }),
      );
    const { Successful, Failed } = await sendBatch(0, 901);
    expect(Successful?.map(({ Id }) => Id)).toEqual(['d0']);
    expect(Failed).toMatchObject([{ Id: 'd901', Code: 'InvalidParameterValue', SenderFault: true }]);
    expect((await sendBatch(1000)).Failed).toHaveLength(1);
  });

  it('refuses to send to a queue that does not exist', async () => {
    const bench = await startAws();
    await expect(send(bench, 'lost')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('drops messages at the end of their retention period', async () => {
    const bench = await startWithQueue();
    await send(bench, 'forgotten');
    bench.clock.advance(4 * 86_400_000 + 1000);
    expect(await receiveNow(bench)).toBeUndefined();
  });
});

describe('time', () => {
  it('hands a delayed message to a waiting receiver as soon as the clock is moved past its delay', async () => {
    const bench = await startWithQueue();
    await send(bench, 'delayed', 600);
    const waiting = receiveOne(bench, 'jobs');
    await bench.sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' }));
    bench.clock.advance(600_000);
    expect((await waiting).body).toBe('delayed');
  });

  it('wakes listeners on a send, at the end of a delay and at the end of a visibility timeout', async () => {
    const bench = await startWithQueue();
    const activity = vi.fn();
    const unsubscribe = bench.aws.onQueueActivity(activity);
    const nextActivity = async () => {
      await eventually(() => expect(activity).toHaveBeenCalledWith('jobs'));
      activity.mockClear();
    };

    await send(bench, 'a', 30);
    await nextActivity();
    bench.clock.advance(30_000);
    await nextActivity();
    expect(await receiveNow(bench)).toMatchObject({ Body: 'a' });
    expect(await receiveNow(bench)).toBeUndefined();
    bench.clock.advance(30_000);
    await nextActivity();
    expect(await receiveNow(bench)).toMatchObject({ Body: 'a' });

    unsubscribe();
    await send(bench, 'b');
    expect(activity).not.toHaveBeenCalled();
  });
});

describe('over a restart', () => {
  it('keeps waiting, delayed and received messages', async () => {
    const directory = await temporaryDirectory();
    const first = await startWithQueue(directory);
    await send(first, 'received');
    await receiveNow(first);
    await send(first, 'waiting');
    await send(first, 'delayed', 100);
    await first.stop();

    const second = await startAws({ directory, clock: first.clock });
    expect((await receiveNow(second))?.Body).toBe('waiting');
    expect(await receiveNow(second)).toBeUndefined();
    second.clock.advance(100_000);
    const messages = [await receiveNow(second), await receiveNow(second), await receiveNow(second)];
    expect(messages.map((message) => message?.Body).sort()).toEqual(['delayed', 'received', 'waiting']);
  });

  it('keeps a message that was given back, and its receive count', async () => {
    const directory = await temporaryDirectory();
    const first = await startWithQueue(directory);
    await send(first, 'again');
    const { receiptHandle } = await receiveOne(first, 'jobs');
    const giveBack = { QueueUrl: first.url, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 };
    await first.sqs.send(new ChangeMessageVisibilityCommand(giveBack));
    expect((await receiveNow(first))?.Body).toBe('again');
    await first.stop();

    const second = await startAws({ directory, clock: first.clock });
    second.clock.advance(30_000);
    const request = { QueueUrl: queueUrl(second.aws, 'jobs'), MessageSystemAttributeNames: ['All' as const] };
    const { Messages } = await second.sqs.send(new ReceiveMessageCommand(request));
    expect(Messages?.[0]?.Attributes?.ApproximateReceiveCount).toBe('3');
  });

  it('keeps a message that was moved to its dead-letter queue', async () => {
    const directory = await temporaryDirectory();
    const policy = JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 1 });
    const first = await startWithQueue(directory, { RedrivePolicy: policy, VisibilityTimeout: '1' });
    await first.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    await send(first, 'poison');
    expect((await receiveNow(first))?.Body).toBe('poison');
    first.clock.advance(1000);
    expect(await receiveNow(first)).toBeUndefined();
    await first.stop();

    const second = await startAws({ directory, clock: first.clock });
    const { body, receiptHandle } = await receiveOne(second, 'dead');
    expect(body).toBe('poison');
    const QueueUrl = queueUrl(second.aws, 'dead');
    await second.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }));
    await second.stop();

    const third = await startAws({ directory, clock: first.clock });
    third.clock.advance(60_000);
    expect(await receiveNow(third, 'dead')).toBeUndefined();
  });
});

describe('a fair queue', () => {
  const sendFor = ({ sqs, url }: Bench & { url: string }, MessageGroupId: string, MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, MessageGroupId }));
  const receiveBody = async (bench: Bench) => (await receiveNow(bench))?.Body;

  it('hands out the message of a quiet tenant before the backlog of a busy one', async () => {
    const bench = await startWithQueue();
    for (let number = 1; number <= 20; number += 1) await sendFor(bench, 'busy', `busy ${number}`);
    expect(await receiveBody(bench)).toBe('busy 1');
    await sendFor(bench, 'quiet', 'quiet 1');
    expect(await receiveBody(bench)).toBe('quiet 1');
    expect(await receiveBody(bench)).toBe('busy 2');
  });

  it('takes turns between tenants that both have a backlog, each in its own order', async () => {
    const bench = await startWithQueue();
    for (let number = 1; number <= 3; number += 1) await sendFor(bench, 'a', `a${number}`);
    for (let number = 1; number <= 3; number += 1) await sendFor(bench, 'b', `b${number}`);
    const bodies = [];
    for (let turn = 0; turn < 6; turn += 1) bodies.push(await receiveBody(bench));
    expect(bodies).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
  });

  it('tells the consumer the group, keeps it over a restart, and takes a message without one for its own tenant', async () => {
    const directory = await temporaryDirectory();
    const first = await startWithQueue(directory);
    await first.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: first.url,
        Entries: [
          { Id: '1', MessageBody: 'one', MessageGroupId: 'busy' },
          { Id: '2', MessageBody: 'two', MessageGroupId: 'busy', DelaySeconds: 0 },
          { Id: '3', MessageBody: 'alone' },
        ],
      }),
    );
    await first.stop();
    const bench = await startAws({ directory });
    const receive = async () => {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl(bench.aws, 'jobs'),
        MessageSystemAttributeNames: ['All'],
      });
      const [message] = (await bench.sqs.send(command)).Messages ?? [];
      return [message?.Body, message?.Attributes?.MessageGroupId];
    };
    expect(await receive()).toEqual(['one', 'busy']);
    expect(await receive()).toEqual(['alone', undefined]);
    expect(await receive()).toEqual(['two', 'busy']);
  });
});
