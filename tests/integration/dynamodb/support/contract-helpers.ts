import { GetCommand, PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type ContractTarget, TABLE } from './contract-target.ts';

type Members = Record<string, unknown>;
export type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** An error of the SDK's with the members that the cases look at. */
export interface ServiceError extends Error {
  CancellationReasons?: { Code: string; Message?: string; Item?: Members }[];
  Item?: Members;
}

export async function failureOf(promise: Promise<unknown>): Promise<ServiceError> {
  const outcome = await promise.then(
    () => undefined,
    (error: ServiceError) => error,
  );
  if (!outcome) throw new Error('The call succeeded, but should have failed');
  return outcome;
}

export const keyOf = (pk: string, sk = 'A') => ({ pk, sk });

export async function put({ doc }: ContractTarget, pk: string, members: Members = {}): Promise<void> {
  await doc.send(new PutCommand({ TableName: TABLE, Item: { ...keyOf(pk), ...members } }));
}

export async function get({ doc }: ContractTarget, pk: string, sk = 'A'): Promise<Members | undefined> {
  return (await doc.send(new GetCommand({ TableName: TABLE, Key: keyOf(pk, sk), ConsistentRead: true }))).Item;
}

export async function transact(
  { doc }: ContractTarget,
  TransactItems: TransactItems,
  more: Partial<TransactWriteCommandInput> = {},
): Promise<{ ConsumedCapacity?: unknown[] }> {
  return doc.send(new TransactWriteCommand({ ...more, TransactItems }));
}

export const putAction = (pk: string, members: Members = {}) => ({
  Put: { TableName: TABLE, Item: { ...keyOf(pk), ...members } },
});
