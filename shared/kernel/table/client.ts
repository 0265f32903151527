import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '../client-settings.ts';
import { environment } from '../environment.ts';

/**
 * More than for other services: a try of the SDK repeats the request with its own token, so that a transaction whose answer
 * was lost is not refused by its own guards. All pauses together are a few seconds.
 */
const MAX_TRIES = 7;

export const documentClient = DynamoDBDocumentClient.from(
  new DynamoDBClient({ ...clientSettings, maxAttempts: MAX_TRIES }),
  {
    marshallOptions: { removeUndefinedValues: true },
  },
);

export const tableName = () => environment('TABLE_NAME');

export interface Key {
  pk: string;
  sk: string;
}

export type Item = Record<string, unknown> & Key;
