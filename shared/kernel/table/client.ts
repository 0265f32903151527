import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../client-settings.ts';
import { environment } from '../environment.ts';
import { callAsJson } from '../json-calls.ts';
import { lean } from '../lean-client.ts';
import type { TableCommand } from './commands.ts';

/**
 * More than for other services: a try of the SDK repeats the request with its own token, so that a transaction whose answer
 * was lost is not refused by its own guards. All pauses together are a few seconds.
 */
const MAX_TRIES = 7;

const client = callAsJson(lean(new DynamoDBClient({ ...clientSettings, maxAttempts: MAX_TRIES })), 'DynamoDB_20120810');

/** Takes and answers items as plain objects; of what they hold, `undefined` is left out. */
export const documentClient = {
  send<Output>(command: TableCommand<object, Output>): Promise<Output> {
    return command.sendBy(client);
  },
};

export type { Item, Key } from './commands.ts';

export const tableName = () => environment('TABLE_NAME');
