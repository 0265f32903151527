import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { documentClient, type Item, type Key, tableName } from './client.ts';
import { PutCommand, TransactWriteCommand } from './commands.ts';
import type { Guard } from './guard.ts';
import type { LabelledAction } from './labelled-action.ts';
import { mergeChecks } from './merge-checks.ts';
import { throughConflicts } from './through-conflicts.ts';

export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

/** The condition of a write did not hold. `item` is what the table holds instead, where it holds something. */
export class GuardFailed extends Error {
  override readonly name = 'GuardFailed';
  readonly guard: Guard;
  readonly label: string;
  readonly item: Item | undefined;

  constructor(guard: Guard, item: Item | undefined) {
    super(`The guard "${guard.label}" refused the write.`);
    this.guard = guard;
    this.label = guard.label;
    this.item = item;
  }
}

export function put(guard: Guard, item: Item, condition: Condition): LabelledAction {
  return { guard, action: { Put: { TableName: tableName(), Item: item, ...render(condition) } } };
}

/** Whatever the table holds under this key. */
export function putAlways(item: Item): LabelledAction {
  return { guard: undefined, action: { Put: { TableName: tableName(), Item: item } } };
}

export function remove(guard: Guard, key: Key, condition: Condition): LabelledAction {
  return { guard, action: { Delete: { TableName: tableName(), Key: key, ...render(condition) } } };
}

/** Also where the table holds nothing under this key. */
export function removeAlways(key: Key): LabelledAction {
  return { guard: undefined, action: { Delete: { TableName: tableName(), Key: key } } };
}

export function update(
  guard: Guard,
  key: Key,
  expression: string,
  values: Record<string, unknown>,
  condition: Condition,
): LabelledAction {
  const { ExpressionAttributeValues, ...rendered } = render(condition);
  return {
    guard,
    action: {
      Update: {
        TableName: tableName(),
        Key: key,
        UpdateExpression: expression,
        ...rendered,
        ...renderValues({ ...values, ...ExpressionAttributeValues }),
      },
    },
  };
}

/** Also where the table holds nothing under this key: DynamoDB then makes an item with these attributes. */
export function updateAlways(key: Key, expression: string, values: Record<string, unknown> = {}): LabelledAction {
  const update = { TableName: tableName(), Key: key, UpdateExpression: expression, ...renderValues(values) };
  return { guard: undefined, action: { Update: update } };
}

export function check(guard: Guard, key: Key, condition: Condition): LabelledAction {
  return { guard, action: { ConditionCheck: { TableName: tableName(), Key: key, ...render(condition) } } };
}

export const isNew: Condition = { expression: 'attribute_not_exists(pk)' };
export const exists: Condition = { expression: 'attribute_exists(pk)' };

/** TTL deletes late, so an expired guard counts as gone. */
export function isNewOrExpired(): Condition {
  return {
    expression: 'attribute_not_exists(pk) OR expiresAt < :nowSeconds',
    values: { ':nowSeconds': Math.floor(Date.now() / 1000) },
  };
}

/** DynamoDB's limit of one transaction. */
export const MAX_ACTIONS = 100;

/**
 * Writes all or nothing, in one round trip, and again while other writers are merely in the way. A put by itself needs no
 * transaction, and costs half without one.
 *
 * @throws GuardFailed naming the first guard that refused
 */
export async function transact(asked: LabelledAction[]): Promise<void> {
  const actions = mergeChecks(asked);
  const [only] = actions;
  if (actions.length === 1 && only?.action.Put !== undefined) return putAlone(only);
  await throughConflicts(async () => {
    try {
      await documentClient.send(new TransactWriteCommand({ TransactItems: actions.map(({ action }) => action) }));
    } catch (error) {
      throw refusalOf(actions, error) ?? error;
    }
  });
}

async function putAlone({ guard, action }: LabelledAction): Promise<void> {
  const put = action.Put!;
  try {
    await throughConflicts(() => documentClient.send(new PutCommand(put)));
  } catch (error) {
    if (guard === undefined || !(error instanceof ConditionalCheckFailedException)) throw error;
    if (isOwnWrite(error, put.Item)) return;
    throw new GuardFailed(guard, itemOf(error.Item));
  }
}

/**
 * The SDK sent the put again because the answer of the first try was lost, and the first try had been carried out: the
 * table holds what was to be written. A transaction has a token for this.
 */
function isOwnWrite(
  { $metadata, Item }: ConditionalCheckFailedException,
  wanted: Record<string, unknown> = {},
): boolean {
  const wasRepeated = ($metadata.attempts ?? 1) > 1;
  return wasRepeated && isDeepStrictEqual(Item, marshall(wanted, { removeUndefinedValues: true }));
}

function refusalOf(actions: LabelledAction[], error: unknown): GuardFailed | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = error.CancellationReasons ?? [];
  const refused = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  const { guard, narrow } = actions[refused] ?? {};
  const item = itemOf(reasons[refused]?.Item);
  return guard && new GuardFailed(guard, item && (narrow?.(item) ?? item));
}

// The SDK leaves the items inside exceptions in attribute-value form.
function itemOf(item: Parameters<typeof unmarshall>[0] | undefined): Item | undefined {
  return item === undefined || Object.keys(item).length === 0 ? undefined : (unmarshall(item) as Item);
}

function render({ expression, names, values }: Condition) {
  return {
    ConditionExpression: expression,
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** DynamoDB refuses an empty map of values. */
function renderValues(values: Record<string, unknown>) {
  return Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values };
}
