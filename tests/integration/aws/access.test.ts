import {
  BatchGetItemCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { PolicyStatement } from '../../../infra/local/aws/open-aws.ts';
import { type Bench, queueArn, queueUrl, ROLE_ARN, startAws } from './support/local-aws.ts';

const TABLE_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/herald';
const TableName = 'herald';

const allow = (Action: string | string[], Resource: string | string[], Condition?: PolicyStatement['Condition']) =>
  ({ Effect: 'Allow', Action, Resource, Condition }) satisfies PolicyStatement;

const refusalOf = (action: string, resource: string) => ({
  name: 'AccessDeniedException',
  message: `User: ${ROLE_ARN} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
});

describe('DynamoDB', () => {
  const getItem = (pk: string) => new GetItemCommand({ TableName, Key: { pk: { S: pk } } });
  const put = (pk: string) => ({ Put: { TableName, Item: { pk: { S: pk } } } });

  it('refuses an action that no policy names, in the words of AWS', async () => {
    const bench = await startAws();
    const { dynamoDb } = bench.as([allow('dynamodb:PutItem', TABLE_ARN)]);
    await expect(dynamoDb.send(getItem('a'))).rejects.toMatchObject(refusalOf('dynamodb:GetItem', TABLE_ARN));
    expect(bench.logLines.join()).toContain('refused: User');
  });

  it('asks for the permission of each action in a transaction', async () => {
    const bench = await startAws();
    const { dynamoDb } = bench.as([allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], TABLE_ARN)]);
    const transact = (TransactItems: object[]) => dynamoDb.send(new TransactWriteItemsCommand({ TransactItems }));
    await expect(transact([put('a')])).resolves.toBeDefined();
    const check = { TableName, Key: { pk: { S: 'b' } }, ConditionExpression: 'attribute_exists(pk)' };
    await expect(transact([put('a'), { ConditionCheck: check }])).rejects.toMatchObject(
      refusalOf('dynamodb:ConditionCheckItem', TABLE_ARN),
    );
    await expect(transact([{ Delete: check }])).rejects.toMatchObject(refusalOf('dynamodb:DeleteItem', TABLE_ARN));
  });

  it('tells an index from its table', async () => {
    const bench = await startAws();
    const { dynamoDb } = bench.as([allow('dynamodb:Query', TABLE_ARN)]);
    const query = { TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'a' } } };
    await expect(dynamoDb.send(new QueryCommand(query))).resolves.toBeDefined();
    await expect(dynamoDb.send(new QueryCommand({ ...query, IndexName: 'gsi1' }))).rejects.toMatchObject(
      refusalOf('dynamodb:Query', `${TABLE_ARN}/index/gsi1`),
    );
  });

  it('holds a role to its leading keys in reads, queries, batches and transactions', async () => {
    const bench = await startAws();
    const Condition = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'T#1#*' } };
    const { dynamoDb } = bench.as([allow('dynamodb:*', [TABLE_ARN, `${TABLE_ARN}/index/*`], Condition)]);
    const query = (pk: string, IndexName?: string) =>
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression: '#key = :key AND sk > :sk',
        ExpressionAttributeNames: { '#key': IndexName ? 'gsi1pk' : 'pk' },
        ExpressionAttributeValues: { ':key': { S: pk }, ':sk': { S: 'T#2' } },
      });
    const batch = (...keys: string[]) => {
      const Keys = keys.map((pk) => ({ pk: { S: pk } }));
      return new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } });
    };
    const transaction = (...keys: string[]) => new TransactWriteItemsCommand({ TransactItems: keys.map(put) });

    for (const own of [getItem('T#1#a'), query('T#1#a'), query('T#1#a', 'gsi1'), batch('T#1#a', 'T#1#b')]) {
      await expect(dynamoDb.send(own as GetItemCommand)).resolves.toBeDefined();
    }
    const foreign = [getItem('T#2#a'), query('T#2#a'), query('T#2#a', 'gsi1'), batch('T#1#a', 'T#2#b')];
    for (const command of [...foreign, transaction('T#1#a', 'T#2#b')]) {
      await expect(dynamoDb.send(command as GetItemCommand)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
  });

  it('reads an unknown condition the strict way and says so', async () => {
    const bench = await startAws();
    const scan = new ScanCommand({ TableName });
    const unknownKey = { StringEquals: { 'aws:PrincipalTag/team': 'a' } };
    const { dynamoDb } = bench.as([allow('dynamodb:Scan', TABLE_ARN, unknownKey)]);
    await expect(dynamoDb.send(scan)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('does not know the condition key aws:PrincipalTag/team'),
    });

    const deny: PolicyStatement = { Effect: 'Deny', Action: '*', Resource: '*', Condition: { IpAddress: { a: '1' } } };
    bench.as([allow('dynamodb:Scan', TABLE_ARN), deny]);
    await expect(dynamoDb.send(scan)).rejects.toMatchObject({
      message: expect.stringMatching(/explicit deny in an identity-based policy .*condition operator IpAddress/),
    });
  });
});

describe('SQS', () => {
  const sendTo = ({ aws }: Bench) => new SendMessageCommand({ QueueUrl: queueUrl(aws, 'jobs'), MessageBody: 'x' });

  async function startWithQueue() {
    const bench = await startAws();
    await bench.sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
    return bench;
  }

  it('refuses what the role may not do with a queue', async () => {
    const bench = await startWithQueue();
    const { sqs } = bench.as([allow('sqs:Send*', queueArn('j?bs'))]);
    await expect(sqs.send(sendTo(bench))).resolves.toBeDefined();
    const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl(bench.aws, 'jobs') });
    await expect(sqs.send(receive)).rejects.toMatchObject(refusalOf('sqs:ReceiveMessage', queueArn('jobs')));
  });

  it('lets a queue policy allow a role, and deny it', async () => {
    const bench = await startWithQueue();
    const { sqs } = bench.as([]);
    const Statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn('jobs') } as const;
    bench.aws.setResourcePolicy(queueArn('jobs'), { Statement: { ...Statement, Principal: { AWS: ROLE_ARN } } });
    await expect(sqs.send(sendTo(bench))).resolves.toBeDefined();

    const deny = { ...Statement, Effect: 'Deny', Principal: '*' } as const;
    bench.aws.setResourcePolicy(queueArn('jobs'), { Statement: deny });
    bench.as([allow('*', '*')]);
    await expect(sqs.send(sendTo(bench))).rejects.toMatchObject({
      message: expect.stringContaining('with an explicit deny in a resource-based policy'),
    });
  });

  it('takes local traffic for encrypted', async () => {
    const bench = await startWithQueue();
    const { sqs } = bench.as([allow('sqs:*', '*')]);
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    const tlsOnly = { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: queueArn('jobs'), Condition } as const;
    bench.aws.setResourcePolicy(queueArn('jobs'), { Statement: tlsOnly });
    await expect(sqs.send(sendTo(bench))).resolves.toBeDefined();
  });
});

describe('other services', () => {
  it('asks for each bus that events go to', async () => {
    const bench = await startAws();
    const bus = (name: string) => `arn:aws:events:us-east-1:000000000000:event-bus/${name}`;
    const { events } = bench.as([allow('events:PutEvents', bus('herald'))]);
    const entry = { EventBusName: 'herald', Source: 's', DetailType: 'd', Detail: '{}' };
    await expect(events.send(new PutEventsCommand({ Entries: [entry] }))).resolves.toBeDefined();
    const both = [entry, { ...entry, EventBusName: undefined }];
    await expect(events.send(new PutEventsCommand({ Entries: both }))).rejects.toMatchObject(
      refusalOf('events:PutEvents', bus('default')),
    );
  });

  it('matches secrets by a prefix of their name, whatever their suffix', async () => {
    const bench = await startAws();
    const { secrets } = bench.as([
      allow('secretsmanager:*', 'arn:aws:secretsmanager:us-east-1:000000000000:secret:herald/dev/*'),
      allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:key-??????'),
    ]);
    await secrets.send(new CreateSecretCommand({ Name: 'herald/dev/a', SecretString: 'x' }));
    await bench.secrets.send(new CreateSecretCommand({ Name: 'key', SecretString: 'y' }));
    await bench.secrets.send(new CreateSecretCommand({ Name: 'herald/prod/a', SecretString: 'z' }));
    const read = (SecretId: string) => secrets.send(new GetSecretValueCommand({ SecretId }));
    expect((await read('herald/dev/a')).SecretString).toBe('x');
    expect((await read('key')).SecretString).toBe('y');
    await expect(read('herald/prod/a')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/secret:herald\/prod\/a-\w{6} because/),
    });
  });

  it('checks schedules by their group and name', async () => {
    const bench = await startAws();
    const arn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/posts/';
    const { scheduler } = bench.as([allow('scheduler:GetSchedule', `${arn}a*`)]);
    const read = (Name: string) => scheduler.send(new GetScheduleCommand({ Name, GroupName: 'posts' }));
    await expect(read('a1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(read('b1')).rejects.toMatchObject(refusalOf('scheduler:GetSchedule', `${arn}b1`));
  });
});
