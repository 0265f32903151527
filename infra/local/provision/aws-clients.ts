import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { REGION } from '../aws/identity.ts';

export type AwsClients = ReturnType<typeof createAwsClients>;

export interface ClientAccess {
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

/** Clients of the services that hold a template's resources. */
export function createAwsClients({ endpoint, credentials }: ClientAccess) {
  const settings = { endpoint, credentials, region: REGION };
  const clients = {
    dynamoDb: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
    kms: new KMSClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    scheduler: new SchedulerClient(settings),
    sqs: new SQSClient(settings),
  };
  return {
    ...clients,
    close() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
