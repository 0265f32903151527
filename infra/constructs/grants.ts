import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFn } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { IndexName } from '../../shared/kernel/table/indexes.ts';
import type { StageConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';

// What a function may do, each with the environment variable that names the resource, so that neither is forgotten. CDK's own
// `grantReadWriteData` and its like also give Scan, batch writes and listing. tests/infra/grants.test.ts has the whole list.

const readActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
// A transaction needs the permission of each action in it; it has no permission by itself.
const writeActions = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/** Single items by key. */
export function mayGetItems(fn: LambdaFn, table: Table): void {
  fn.addEnvironment('TABLE_NAME', table.tableName);
  allow(fn, ['dynamodb:GetItem'], [table.tableArn]);
}

/** Items, partitions and the named indexes. */
export function mayReadTable(fn: LambdaFn, table: Table, indexes: IndexName[] = []): void {
  fn.addEnvironment('TABLE_NAME', table.tableName);
  allow(fn, readActions, [table.tableArn]);
  allowIndexes(fn, table, indexes);
}

/** As `mayReadTable`, and single writes and transactions. */
export function mayWriteTable(fn: LambdaFn, table: Table, indexes: IndexName[] = []): void {
  fn.addEnvironment('TABLE_NAME', table.tableName);
  allow(fn, [...readActions, ...writeActions], [table.tableArn]);
  allowIndexes(fn, table, indexes);
}

function allowIndexes(fn: LambdaFn, table: Table, indexes: IndexName[]): void {
  if (indexes.length === 0) return;
  allow(
    fn,
    ['dynamodb:Query'],
    indexes.map((index) => `${table.tableArn}/index/${index}`),
  );
}

/**
 * The permits of requests, for a function that only reads: a write to the items of that kind and to no others. Functions
 * that may write the table need no more.
 */
export function mayCountRequests(fn: LambdaFn, table: Table): void {
  fn.addToRolePolicy(
    new PolicyStatement({
      actions: ['dynamodb:UpdateItem'],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['T#*#RATE#*'] } },
    }),
  );
}

export function maySend(fn: LambdaFn, queue: IQueue, variable: `${string}_QUEUE_URL`): void {
  fn.addEnvironment(variable, queue.queueUrl);
  allow(fn, ['sqs:SendMessage'], [queue.queueArn]);
}

/** Dead letters: to look at them, and to take away what was sent again. */
export function mayReplay(fn: LambdaFn, queue: IQueue, variable: `${string}_DEAD_LETTERS_URL`): void {
  fn.addEnvironment(variable, queue.queueUrl);
  const actions = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'];
  allow(
    fn,
    actions.map((action) => `sqs:${action}`),
    [queue.queueArn],
  );
}

export function mayPutEvents(fn: LambdaFn, bus: IEventBus): void {
  fn.addEnvironment('EVENT_BUS_NAME', bus.eventBusName);
  allow(fn, ['events:PutEvents'], [bus.eventBusArn]);
}

/** Texts that are too large for an item. */
export function mayUseTexts(
  fn: LambdaFn,
  texts: { bucketName: string; objectsArn: string },
  access: 'read' | 'read and write',
): void {
  allowObjects(fn, texts, access === 'read' ? ['s3:GetObject'] : ['s3:GetObject', 's3:PutObject']);
}

/** Files of imports: what was sent, and what it was taken apart into. */
export function mayUseImportFiles(fn: LambdaFn, files: { bucketName: string; objectsArn: string }): void {
  allowObjects(fn, files, ['s3:GetObject', 's3:PutObject']);
}

function allowObjects(fn: LambdaFn, objects: { bucketName: string; objectsArn: string }, actions: string[]): void {
  fn.addEnvironment('MEDIA_BUCKET_NAME', objects.bucketName);
  allow(fn, actions, [objects.objectsArn]);
  acknowledgeWildcard(
    fn.role!,
    objects.objectsArn,
    'Objects are made at run time: those under one prefix of one bucket.',
  );
}

/**
 * Credentials of connected accounts: to read them and store refreshed ones, or their whole life. They stand in the table,
 * sealed under `key`, or in Secrets Manager; both are allowed whatever the setting says, since accounts move one by one.
 */
export function mayUseCredentials(
  fn: LambdaFn,
  { config, key }: { config: StageConfig; key: IKey },
  access: 'refresh' | 'manage',
): void {
  fn.addEnvironment('CREDENTIALS_KEY_ARN', key.keyArn);
  allow(fn, ['kms:GenerateDataKey', 'kms:Decrypt'], [key.keyArn]);
  const prefix = `herald/${config.stage}/`;
  const refresh = ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'];
  const manage = ['secretsmanager:CreateSecret', ...refresh, 'secretsmanager:DeleteSecret'];
  const secrets = Stack.of(fn).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${prefix}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  // A function that only refreshes leaves credentials where they are, and reads the secret's name from the account's item.
  if (access === 'manage') {
    fn.addEnvironment('SECRET_PREFIX', prefix);
    fn.addEnvironment('CREDENTIAL_STORE', config.credentialStore);
  }
  allow(fn, access === 'manage' ? manage : refresh, [secrets]);
  acknowledgeWildcard(
    fn.role!,
    secrets,
    "Secrets are made at run time, one per connected account, under the stage's prefix.",
  );
}

export function allow(fn: LambdaFn, actions: string[], resourceArns: string[]): void {
  Grant.addToPrincipal({ grantee: fn, actions, resourceArns }).assertSuccess();
}

/** cdk-nag names such a finding by the resource as the template writes it, so that each is accepted alone. */
export function acknowledgeWildcard(role: IRole, resourceArn: string, reason: string): void {
  const resource = flattenCfnReference(Stack.of(role).resolve(resourceArn));
  acknowledge(role, { [`AwsSolutions-IAM5[Resource::${resource}]`]: reason });
}
