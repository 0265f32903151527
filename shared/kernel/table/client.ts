import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '../client-settings.ts';
import { environment } from '../environment.ts';

export const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings), {
  marshallOptions: { removeUndefinedValues: true },
});

export const tableName = () => environment('TABLE_NAME');

export interface Key {
  pk: string;
  sk: string;
}

export type Item = Record<string, unknown> & Key;
