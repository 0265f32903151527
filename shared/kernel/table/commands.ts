import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand as QueryItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

export interface Key {
  pk: string;
  sk: string;
}

export type Attributes = Record<string, unknown>;
export type Item = Attributes & Key;

interface Expressions {
  TableName: string;
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Attributes | undefined;
}

interface Conditional extends Expressions {
  ConditionExpression?: string | undefined;
  ReturnValuesOnConditionCheckFailure?: 'ALL_OLD';
}

interface PutInput extends Conditional {
  Item: Attributes;
}

interface KeyInput extends Conditional {
  Key: Key;
}

interface UpdateInput extends KeyInput {
  UpdateExpression: string;
}

/** One write of a transaction. */
export interface TransactAction {
  Put?: PutInput;
  Update?: UpdateInput;
  Delete?: KeyInput;
  ConditionCheck?: KeyInput & { ConditionExpression: string | undefined };
}

interface Wanted {
  Keys: Key[];
  ConsistentRead?: boolean | undefined;
}

/**
 * One call of the table with items as plain objects. lib-dynamodb has the same, and builds the call's way through the SDK
 * anew for each: a quarter of what a call costs.
 */
abstract class TableCommand<Input = object, Output = unknown> {
  readonly input: Input;

  constructor(input: Input) {
    this.input = input;
  }

  abstract sendBy(client: DynamoDBClient): Promise<Output>;
}

export type { TableCommand };

export class GetCommand extends TableCommand<
  { TableName: string; Key: Key; ConsistentRead: boolean },
  { Item?: Attributes }
> {
  async sendBy(client: DynamoDBClient): Promise<{ Item?: Attributes }> {
    const { Item } = await client.send(new GetItemCommand({ ...this.input, Key: toWire(this.input.Key) }));
    return Item === undefined ? {} : { Item: unmarshall(Item) };
  }
}

export class BatchGetCommand extends TableCommand<
  { RequestItems: Record<string, Wanted> },
  { Responses: Record<string, Attributes[]>; UnprocessedKeys: Record<string, Wanted> }
> {
  async sendBy(client: DynamoDBClient) {
    const asked = eachOf(this.input.RequestItems, ({ Keys, ...rest }) => ({ ...rest, Keys: Keys.map(toWire) }));
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems: asked }));
    return {
      Responses: eachOf(Responses, (items) => items.map((item): Attributes => unmarshall(item))),
      UnprocessedKeys: eachOf(UnprocessedKeys, ({ Keys = [] }) => ({
        Keys: Keys.map((key) => unmarshall(key) as Key),
      })),
    };
  }
}

interface QueryInput extends Expressions {
  IndexName?: string | undefined;
  KeyConditionExpression: string;
  ConsistentRead?: boolean;
  ScanIndexForward: boolean;
  Limit?: number;
  ExclusiveStartKey?: Attributes;
}

export class QueryCommand extends TableCommand<
  QueryInput,
  { Items: Attributes[]; LastEvaluatedKey: Attributes | undefined }
> {
  async sendBy(client: DynamoDBClient) {
    const { ExclusiveStartKey: start, ...query } = this.input;
    const { Items = [], LastEvaluatedKey: last } = await client.send(
      new QueryItemsCommand({ ...withWireValues(query), ...(start && { ExclusiveStartKey: toWire(start) }) }),
    );
    return {
      Items: Items.map((item): Attributes => unmarshall(item)),
      LastEvaluatedKey: last && unmarshall(last),
    };
  }
}

export class PutCommand extends TableCommand<PutInput, unknown> {
  async sendBy(client: DynamoDBClient): Promise<unknown> {
    return client.send(new PutItemCommand(putToWire(this.input)));
  }
}

export class UpdateCommand extends TableCommand<
  UpdateInput & { ReturnValues?: 'UPDATED_NEW' },
  { Attributes?: Attributes }
> {
  async sendBy(client: DynamoDBClient): Promise<{ Attributes?: Attributes }> {
    const answer = await client.send(new UpdateItemCommand(keyToWire(this.input)));
    return answer.Attributes === undefined ? {} : { Attributes: unmarshall(answer.Attributes) };
  }
}

export class TransactWriteCommand extends TableCommand<{ TransactItems: TransactAction[] }, unknown> {
  async sendBy(client: DynamoDBClient): Promise<unknown> {
    const TransactItems = this.input.TransactItems.map(({ Put, Update, Delete, ConditionCheck }) => ({
      ...(Put && { Put: putToWire(Put) }),
      ...(Update && { Update: keyToWire(Update) }),
      ...(Delete && { Delete: keyToWire(Delete) }),
      ...(ConditionCheck && { ConditionCheck: keyToWire(ConditionCheck) }),
    }));
    // By it DynamoDB knows a try of the SDK for a repetition of one before, whose answer was lost.
    return client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: randomUUID() }));
  }
}

const toWire = (attributes: Attributes | Key) => marshall(attributes, { removeUndefinedValues: true });

function withWireValues<Input extends Expressions>({ ExpressionAttributeValues: values, ...input }: Input) {
  return { ...input, ...(values && { ExpressionAttributeValues: toWire(values) }) };
}

const putToWire = <Input extends PutInput>(input: Input) => ({ ...withWireValues(input), Item: toWire(input.Item) });
const keyToWire = <Input extends KeyInput>(input: Input) => ({ ...withWireValues(input), Key: toWire(input.Key) });

function eachOf<From, To>(values: Record<string, From> = {}, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
