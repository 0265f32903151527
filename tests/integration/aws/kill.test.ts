import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAws } from '../../../infra/local/aws/open-aws.ts';
import { LocalClock } from '../../../infra/local/clock/local-clock.ts';
import {
  type Bench,
  clientsOf,
  eventually,
  FUNCTION_ARN,
  queueUrl,
  startAws,
  temporaryDirectory,
} from './support/local-aws.ts';
import { at, createSchedule, scheduleExists } from './support/schedules.ts';

interface Started {
  endpoint: string;
  adminCredentials: { accessKeyId: string; secretAccessKey: string };
}

async function startProcess(directory: string, functions: 'accept' | 'hang') {
  const child = fork(join(import.meta.dirname, 'support/aws-process.ts'), [directory, functions], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(kill);
  const [{ endpoint, adminCredentials }] = (await once(child, 'message')) as [Started];
  const invoked: string[] = [];
  child.on('message', (message: { invoked: string }) => invoked.push(message.invoked));
  // Of the bench only what these tests use: clients and the endpoint.
  const bench = { ...clientsOf(endpoint, adminCredentials), aws: { endpoint } } as Bench;
  return { bench, invoked, kill };
}

describe('after kill -9', () => {
  it('everything that was acknowledged is still there', async () => {
    const directory = await temporaryDirectory();
    const { bench, kill } = await startProcess(directory, 'accept');
    await bench.sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    await bench.s3.send(new CreateBucketCommand({ Bucket: 'media' }));
    for (let index = 0; index < 20; index += 1) {
      await Promise.all([
        bench.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(bench.aws, 'jobs'), MessageBody: `m${index}` })),
        bench.s3.send(new PutObjectCommand({ Bucket: 'media', Key: `o${index}`, Body: `b${index}` })),
        bench.secrets.send(new CreateSecretCommand({ Name: `s${index}`, SecretString: `v${index}` })),
        createSchedule(bench, { Name: `p${index}`, ScheduleExpression: at(3600) }),
      ]);
    }
    await kill();

    const after = await startAws({ directory });
    const receive = { QueueUrl: queueUrl(after.aws, 'jobs'), MaxNumberOfMessages: 10 };
    const batches = [
      await after.sqs.send(new ReceiveMessageCommand(receive)),
      await after.sqs.send(new ReceiveMessageCommand(receive)),
    ];
    expect(new Set(batches.flatMap(({ Messages = [] }) => Messages.map(({ Body }) => Body))).size).toBe(20);
    const object = await after.s3.send(new GetObjectCommand({ Bucket: 'media', Key: 'o19' }));
    expect(await object.Body?.transformToString()).toBe('b19');
    expect((await after.secrets.send(new GetSecretValueCommand({ SecretId: 's19' }))).SecretString).toBe('v19');
    expect(await scheduleExists(after, 'p19')).toBe(true);
  });

  it('a schedule whose invocation was not accepted yet fires again', async () => {
    const directory = await temporaryDirectory();
    const { bench, invoked, kill } = await startProcess(directory, 'hang');
    await createSchedule(bench, { ScheduleExpression: at(-1) });
    await eventually(() => expect(invoked).toEqual([FUNCTION_ARN]));
    await kill();

    const after = await startAws({ directory });
    await eventually(() => expect(after.invocations).toHaveLength(1));
    await eventually(async () => expect(await scheduleExists(after)).toBe(false));
  });

  it('a schedule that was delivered does not fire again, and one that came due meanwhile fires once', async () => {
    const directory = await temporaryDirectory();
    const { bench, invoked, kill } = await startProcess(directory, 'accept');
    await createSchedule(bench, { Name: 'delivered', ScheduleExpression: at(-1) });
    await eventually(async () => expect(await scheduleExists(bench, 'delivered')).toBe(false));
    expect(invoked).toHaveLength(1);
    await createSchedule(bench, { Name: 'meanwhile', ScheduleExpression: at(600) }, { Input: '"meanwhile"' });
    await kill();

    const clock = new LocalClock();
    clock.advance(3_600_000);
    const after = await startAws({ directory, clock });
    await eventually(() => expect(after.invocations).toMatchObject([{ payload: 'meanwhile' }]));
    await eventually(async () => expect(await scheduleExists(after, 'meanwhile')).toBe(false));
    await after.stop();

    const again = await startAws({ directory, clock });
    expect(await scheduleExists(again, 'meanwhile')).toBe(false);
    expect(again.invocations).toEqual([]);
  });
});

describe('a folder in use', () => {
  it('is refused to a second process, which would fire everything twice', async () => {
    const directory = await temporaryDirectory();
    await startProcess(directory, 'accept');
    await expect(
      openAws({
        directory,
        clock: new LocalClock(),
        dynamoDb: { call: async () => ({}), supports: () => true, partitionKeyOf: () => undefined },
        jitterSeconds: 0,
        seed: 1,
        invokeFunction: async () => {},
        log: () => {},
      }),
    ).rejects.toThrow('Is another local cloud running on this folder?');
  });
});
