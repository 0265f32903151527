import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListScheduleGroupsCommand } from '@aws-sdk/client-scheduler';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { AddPermissionCommand, CreateQueueCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { awsCalls } from '../../../infra/local/aws/aws-endpoint.ts';
import { AwsError } from '../../../infra/local/aws/aws-error.ts';
import { clientsOf, ROLE_ARN, startAws } from './support/local-aws.ts';

const readItem = new GetItemCommand({ TableName: 'herald', Key: { pk: { S: 'a' } } });

describe('the AWS endpoint', () => {
  it('listens on loopback alone', async () => {
    const { aws } = await startAws();
    expect(aws.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('refuses an access key it did not give out', async () => {
    const { aws } = await startAws();
    const stranger = clientsOf(aws.endpoint, { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' });
    const name = 'UnrecognizedClientException';
    await expect(stranger.dynamoDb.send(readItem)).rejects.toMatchObject({ name });
    await expect(stranger.events.send(new DescribeEventBusCommand({}))).rejects.toMatchObject({ name });
    await expect(stranger.s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  });

  it('refuses a request without a signature', async () => {
    const { aws } = await startAws();
    const response = await fetch(aws.endpoint, { method: 'POST', body: '{}' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('checks and measures a call alike, whether it comes over HTTP, as a request without a socket, or directly', async () => {
    const bench = await startAws();
    const { aws } = bench;
    const heard: unknown[] = [];
    const listen = (message: unknown) => heard.push(message);
    awsCalls.subscribe(listen);
    onTestFinished(() => void awsCalls.unsubscribe(listen));

    const role = { roleArn: ROLE_ARN, trustedServices: [] };
    const Statement = { Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' } as const;
    const { accessKeyId, secretAccessKey } = aws.registerRole({ ...role, policies: [{ Statement }] });
    const { sqs } = clientsOf(aws.endpoint, { accessKeyId, secretAccessKey });
    const headers = (operation: string) => ({
      authorization: `Credential=${accessKeyId}/20260101/us-east-1/sqs/aws4_request`,
      'x-amz-target': `AmazonSQS.${operation}`,
    });
    const answer = (operation: string) =>
      aws.answer({ method: 'POST', path: '/', headers: headers(operation), body: '{}' });
    const call = (operation: string) => aws.call({ accessKeyId, service: 'sqs', operation, input: {} });

    await sqs.send(new ListQueuesCommand({}));
    expect((await answer('ListQueues')).status).toBe(200);
    await call('ListQueues');
    const seen = { caller: { roleArn: ROLE_ARN }, service: 'sqs', operation: 'ListQueues' };
    expect(heard).toMatchObject([seen, seen, seen]);

    const refused = { name: 'AccessDeniedException' };
    await expect(sqs.send(new CreateQueueCommand({ QueueName: 'q' }))).rejects.toMatchObject(refused);
    expect(await answer('CreateQueue')).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    });
    await expect(call('CreateQueue')).rejects.toMatchObject({ code: 'AccessDeniedException' });
    const stranger = aws.call({ accessKeyId: 'AKIASTRANGER', service: 'sqs', operation: 'ListQueues', input: {} });
    await expect(stranger).rejects.toMatchObject({ code: 'UnrecognizedClientException' });
    expect(heard).toHaveLength(3);
  });

  it('names the operation that it does not support', async () => {
    const { sqs, secrets, scheduler } = await startAws();
    const add = new AddPermissionCommand({ QueueUrl: 'x/q', Label: 'l', AWSAccountIds: ['1'], Actions: ['*'] });
    await expect(sqs.send(add)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('AddPermission'),
    });
    await expect(secrets.send(new ListSecretsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('ListSecrets'),
    });
    await expect(scheduler.send(new ListScheduleGroupsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('schedule-groups'),
    });
  });

  it('hands the error of the DynamoDB engine to the SDK with all its members', async () => {
    const reasons = [{ Code: 'ConditionalCheckFailed', Item: { pk: { S: 'a' } } }];
    const call = async () => {
      throw new AwsError('TransactionCanceledException', 'cancelled', 400, { CancellationReasons: reasons });
    };
    const { dynamoDb } = await startAws({ dynamoDb: { call, supports: () => true, partitionKeyOf: () => undefined } });
    await expect(dynamoDb.send(readItem)).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: 'cancelled',
      CancellationReasons: reasons,
    });
  });

  it('says of an operation that the DynamoDB engine does not know that it is unknown, not that it is forbidden', async () => {
    const bench = await startAws({
      dynamoDb: { call: async () => ({}), supports: () => false, partitionKeyOf: () => undefined },
    });
    const { dynamoDb } = bench.as([]);
    await expect(dynamoDb.send(readItem)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'The local cloud does not support the operation GetItem of dynamodb.',
    });
  });

  it('answers an unforeseen fault as InternalFailure and logs where it came from', async () => {
    const call = async () => Promise.reject(new TypeError('boom'));
    const { dynamoDb, logLines } = await startAws({
      dynamoDb: { call, supports: () => true, partitionKeyOf: () => undefined },
    });
    await expect(dynamoDb.send(readItem)).rejects.toMatchObject({ name: 'InternalFailure', message: 'boom' });
    expect(logLines.join()).toContain('TypeError: boom');
  });

  it('tells the time of the local clock, so that a moved clock does not shift signatures', async () => {
    const { aws, clock, sqs } = await startAws();
    clock.advance(30 * 86_400_000);
    await sqs.send(new ListQueuesCommand({}));
    const response = await fetch(aws.endpoint, { method: 'POST', body: '{}' });
    expect(Math.abs(Date.parse(response.headers.get('date') ?? '') - Date.now())).toBeLessThan(5000);
  });
});
