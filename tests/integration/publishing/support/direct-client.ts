import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { AwsError } from '../../../../infra/local/aws/aws-error.ts';
import type { DynamoDbEngine } from '../../../../infra/local/dynamodb/engine.ts';
import type { Item } from '../../../../shared/kernel/table/client.ts';

type Body = Record<string, unknown>;

/** A command of the table (`commands.ts`). */
export interface Command {
  constructor: { name: string };
  input: object;
}

/** Members that hold attribute values: of a request one map each, of `Keys` a list of maps. */
const maps = new Set([
  'Item',
  'Key',
  'Attributes',
  'ExpressionAttributeValues',
  'ExclusiveStartKey',
  'LastEvaluatedKey',
]);
const lists = new Set(['Keys', 'Items', 'Responses']);

/** `TransactWrite` of a TransactWriteCommand, and so on. */
export const operationOf = (command: Command) => command.constructor.name.replace(/Command$/, '');

/** The items that a command puts, in a transaction or by itself. */
export function putsOf({ input }: Command): Item[] {
  const { Item: only, TransactItems = [] } = input as { Item?: Item; TransactItems?: { Put?: { Item: Item } }[] };
  return [...(only === undefined ? [] : [only]), ...TransactItems.flatMap(({ Put }) => Put?.Item ?? [])];
}

const wireNames: Record<string, string> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  BatchGet: 'BatchGetItem',
  TransactWrite: 'TransactWriteItems',
};

/** Sends a command to an engine in this process, as the SDK would over the wire. */
export async function sendTo(engine: DynamoDbEngine, command: Command): Promise<Body> {
  const operation = operationOf(command);
  try {
    return translated(
      await engine.call(
        wireNames[operation] ?? operation,
        translated(command.input as Body, (item) => marshall(item, { removeUndefinedValues: true })),
      ),
      (item) => unmarshall(item as Parameters<typeof unmarshall>[0]),
    );
  } catch (error) {
    throw error instanceof AwsError ? asSdkError(error) : error;
  }
}

function translated(body: Body, item: (value: Body) => Body): Body {
  const one = (name: string, value: unknown): unknown => {
    if (maps.has(name)) return value === undefined ? undefined : item(value as Body);
    if (Array.isArray(value)) return value.map((entry) => (lists.has(name) ? item(entry) : one('', entry)));
    if (typeof value !== 'object' || value === null) return value;
    // The answer of a batch is a list of items for each table.
    if (name === 'Responses') {
      return Object.fromEntries(Object.entries(value).map(([table, found]) => [table, (found as Body[]).map(item)]));
    }
    return Object.fromEntries(
      Object.entries(value).flatMap(([inner, content]) =>
        content === undefined ? [] : [[inner, one(inner, content)]],
      ),
    );
  };
  return one('', body) as Body;
}

function asSdkError({ code, message, extra }: AwsError): Error {
  const details = { message, $metadata: {}, ...extra };
  if (code === 'TransactionCanceledException') return new TransactionCanceledException(details);
  if (code === 'ConditionalCheckFailedException') return new ConditionalCheckFailedException(details);
  return Object.assign(new Error(message), { name: code });
}
