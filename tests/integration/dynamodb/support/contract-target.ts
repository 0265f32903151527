import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openDynamoDb } from '../../../../infra/local/dynamodb/engine.ts';
import { startDynoxide } from './dynoxide.ts';
import { serve } from './engine-front.ts';

/** A running DynamoDB, seen through the AWS SDK, with one table. */
export interface ContractTarget {
  name: 'engine' | 'dynoxide';
  client: DynamoDBClient;
  doc: DynamoDBDocumentClient;
  stop(): Promise<void>;
}

export const TABLE = 'contract';

/** pk and sk, gsi1 projects everything and gsi2 only the attribute `shown`. */
export const contractTable: CreateTableCommandInput = {
  TableName: TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'gsi1',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'gsi2',
      KeySchema: [{ AttributeName: 'gsi2pk', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['shown'] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

export async function startTarget(name: ContractTarget['name']): Promise<ContractTarget> {
  const { endpoint, stop } = name === 'engine' ? await startEngine() : await startDynoxide();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const doc = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  await client.send(new CreateTableCommand(contractTable));
  return {
    name,
    client,
    doc,
    stop: async () => {
      client.destroy();
      await stop();
    },
  };
}

async function startEngine(): Promise<{ endpoint: string; stop: () => Promise<void> }> {
  const engine = await openDynamoDb();
  const front = await serve(engine);
  return {
    endpoint: front.endpoint,
    stop: async () => {
      await front.stop();
      await engine.close();
    },
  };
}
