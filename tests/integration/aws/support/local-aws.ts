import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { onTestFinished, vi } from 'vitest';
import {
  type LocalAws,
  type OpenAwsOptions,
  openAws,
  type PolicyStatement,
} from '../../../../infra/local/aws/open-aws.ts';
import { LocalClock } from '../../../../infra/local/clock/local-clock.ts';
import { replaceDate } from '../../../../infra/local/clock/replace-date.ts';

export const ROLE_ARN = 'arn:aws:iam::000000000000:role/caller';
export const SCHEDULER_ROLE_ARN = 'arn:aws:iam::000000000000:role/scheduler';
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:publish';

export interface Invocation {
  functionArn: string;
  payload: unknown;
  /** Milliseconds since the epoch, by the local clock. */
  at: number;
}

type Clients = ReturnType<typeof clientsOf>;

export interface Bench extends Clients {
  aws: LocalAws;
  clock: LocalClock;
  invocations: Invocation[];
  logLines: string[];
  /** Clients that sign as a role with these statements. */
  as(statements: PolicyStatement[]): Clients;
  /** Lets Scheduler act as SCHEDULER_ROLE_ARN with these statements. */
  registerSchedulerRole(statements: PolicyStatement[], trustConditions?: unknown): void;
  stop(): Promise<void>;
}

/** A local AWS for one test, with clients that may do everything. It ends with the test. */
export async function startAws(overrides: Partial<OpenAwsOptions> = {}): Promise<Bench> {
  const clock = overrides.clock ?? new LocalClock();
  const restoreDate = replaceDate(clock.offset);
  const invocations: Invocation[] = [];
  const logLines: string[] = [];
  const aws = await openAws({
    clock,
    dynamoDb: tableDouble,
    jitterSeconds: 0,
    seed: 1,
    invokeFunction: async (functionArn, payload) => {
      invocations.push({ functionArn, payload, at: Date.now() });
    },
    log: (line) => logLines.push(line),
    ...overrides,
  });
  let stopped = false;
  const bench = {
    aws,
    clock,
    invocations,
    logLines,
    ...clientsOf(aws.endpoint, aws.adminCredentials),
    as: (statements: PolicyStatement[]) =>
      clientsOf(
        aws.endpoint,
        aws.registerRole({ roleArn: ROLE_ARN, trustedServices: [], policies: [{ Statement: statements }] }),
      ),
    registerSchedulerRole(statements: PolicyStatement[], trustConditions?: unknown) {
      aws.registerRole({
        roleArn: SCHEDULER_ROLE_ARN,
        trustedServices: ['scheduler.amazonaws.com'],
        trustConditions,
        policies: [{ Statement: statements }],
      });
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      await aws.close();
      restoreDate();
    },
  };
  onTestFinished(() => bench.stop());
  return bench;
}

export function clientsOf(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  return {
    sqs: new SQSClient(options),
    s3: new S3Client(options),
    scheduler: new SchedulerClient(options),
    events: new EventBridgeClient(options),
    secrets: new SecretsManagerClient(options),
    kms: new KMSClient(options),
    dynamoDb: new DynamoDBClient(options),
  };
}

/** Stands in for the DynamoDB engine: knows one table and answers everything else with nothing. */
const tableDouble: OpenAwsOptions['dynamoDb'] = {
  supports: () => true,
  partitionKeyOf: (_table, index) => ({ pk: 'pk', gsi1: 'gsi1pk' })[index ?? 'pk'],
  call: async () => ({}),
};

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'herald-aws-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export const queueUrl = (aws: LocalAws, name: string) => `${aws.endpoint}/000000000000/${name}`;

export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** Waits for the first message of a queue, and says what it holds. */
export async function receiveOne({ sqs, aws }: Bench, queue: string) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl(aws, queue),
      WaitTimeSeconds: 5,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  const [message] = Messages;
  const attributes = Object.entries(message?.MessageAttributes ?? {}).map(([name, value]) => [name, value.StringValue]);
  return { body: message?.Body, receiptHandle: message?.ReceiptHandle, attributes: Object.fromEntries(attributes) };
}

/** Waits until the expectation holds, with patience for a busy machine. */
export const eventually = <T>(expectation: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(expectation, { timeout: 15_000, interval: 10 });
