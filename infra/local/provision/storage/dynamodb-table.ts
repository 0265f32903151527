import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { physicalName } from '../physical-name.ts';
import { refuse, resourceType, tags, withoutEffect } from '../resource-type.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const properties = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .default([]),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  PointInTimeRecoverySpecification: z
    .strictObject({ PointInTimeRecoveryEnabled: z.boolean(), RecoveryPeriodInDays: z.number().optional() })
    .optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
  SSESpecification: withoutEffect('The data folder is as safe as the disk it lies on.'),
  Tags: tags,
});
type TableProperties = z.output<typeof properties>;

export const dynamoDbTable = resourceType(
  properties,
  async (wanted, resource, { clients: { dynamoDb }, blueprint }) => {
    const TableName = wanted.TableName ?? physicalName(resource, 255);
    const existing = await describe(dynamoDb, TableName);
    if (existing && !sameKeys(existing, wanted)) {
      throw refuse(resource, `the table ${TableName} exists with other keys; start with --fresh to make it anew.`);
    }
    if (existing) await update(dynamoDb, existing, wanted);
    else await create(dynamoDb, TableName, wanted);
    await setTimeToLive(dynamoDb, TableName, wanted);
    if (wanted.PointInTimeRecoverySpecification) {
      const { PointInTimeRecoverySpecification } = wanted;
      await dynamoDb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    }

    const { TableArn = '', LatestStreamArn } = (await describe(dynamoDb, TableName)) ?? {};
    blueprint.tableNames.push(TableName);
    return { ref: TableName, attributes: { Arn: TableArn, ...(LatestStreamArn && { StreamArn: LatestStreamArn }) } };
  },
);

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(client: DynamoDBClient, TableName: string, wanted: TableProperties): Promise<void> {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode, DeletionProtectionEnabled } = wanted;
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions,
      KeySchema,
      BillingMode,
      DeletionProtectionEnabled,
      ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
      ...(wanted.StreamSpecification && {
        StreamSpecification: { StreamEnabled: true, ...wanted.StreamSpecification },
      }),
    }),
  );
}

/** Adds the indexes and the stream that the template has since got. DynamoDB takes one index per call. */
async function update(client: DynamoDBClient, existing: TableDescription, wanted: TableProperties): Promise<void> {
  const { TableName } = existing;
  const known = new Set(existing.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  for (const index of wanted.GlobalSecondaryIndexes) {
    if (known.has(index.IndexName)) continue;
    const { AttributeDefinitions } = wanted;
    const GlobalSecondaryIndexUpdates = [{ Create: index }];
    await client.send(new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }));
  }
  if (wanted.StreamSpecification && !existing.StreamSpecification?.StreamEnabled) {
    const StreamSpecification = { StreamEnabled: true, ...wanted.StreamSpecification };
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }));
  }
}

async function setTimeToLive(client: DynamoDBClient, TableName: string, wanted: TableProperties): Promise<void> {
  const { TimeToLiveSpecification } = wanted;
  if (!TimeToLiveSpecification) return;
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  // AWS refuses to set what is set already.
  if ((TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') === TimeToLiveSpecification.Enabled) return;
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

function sameKeys(existing: TableDescription, { KeySchema }: TableProperties): boolean {
  const text = (keys: { AttributeName?: string; KeyType?: string }[] = []) =>
    keys.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).join();
  return text(existing.KeySchema) === text(KeySchema);
}
