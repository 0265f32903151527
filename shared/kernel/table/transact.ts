import { setTimeout as delay } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { documentClient, type Item, type Key, tableName } from './client.ts';
import type { Guard } from './guard.ts';
import type { LabelledAction } from './labelled-action.ts';
import { mergeChecks } from './merge-checks.ts';

export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

/** A guard said no. `item` is what stands there instead, where there is something. */
export class GuardFailed extends Error {
  override readonly name = 'GuardFailed';
  readonly guard: Guard | undefined;
  readonly label: string;
  readonly item: Item | undefined;

  constructor(guard: Guard | string, item: Item | undefined) {
    const label = typeof guard === 'string' ? guard : guard.label;
    super(`The guard "${label}" refused the write.`);
    this.guard = typeof guard === 'string' ? undefined : guard;
    this.label = label;
    this.item = item;
  }
}

export function put(guard: Guard | string, item: Item, condition?: Condition): LabelledAction {
  return { guard, action: { Put: { TableName: tableName(), Item: item, ...render(condition) } } };
}

export function remove(guard: Guard | string, key: Key, condition?: Condition): LabelledAction {
  return { guard, action: { Delete: { TableName: tableName(), Key: key, ...render(condition) } } };
}

export function update(
  guard: Guard | string,
  key: Key,
  expression: string,
  values: Record<string, unknown>,
  condition?: Condition,
): LabelledAction {
  const rendered = render(condition);
  return {
    guard,
    action: {
      Update: {
        TableName: tableName(),
        Key: key,
        UpdateExpression: expression,
        ...rendered,
        // DynamoDB refuses an empty map of values.
        ...(Object.keys({ ...values, ...rendered.ExpressionAttributeValues }).length > 0 && {
          ExpressionAttributeValues: { ...values, ...rendered.ExpressionAttributeValues },
        }),
      },
    },
  };
}

export function check(guard: Guard | string, key: Key, condition: Condition): LabelledAction {
  return {
    guard,
    action: {
      ConditionCheck: {
        TableName: tableName(),
        Key: key,
        ...(render(condition) as { ConditionExpression: string }),
      },
    },
  };
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

const TRIES = 8;

/**
 * All or nothing, in one round trip. Retried with full jitter while other writers are merely in the way.
 *
 * @throws GuardFailed naming the first guard that refused
 */
export async function transact(asked: LabelledAction[]): Promise<void> {
  const actions = mergeChecks(asked);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await documentClient.send(new TransactWriteCommand({ TransactItems: actions.map(({ action }) => action) }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const refused = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      if (refused >= 0) throw new GuardFailed(actions[refused]!.guard, itemOf(reasons[refused]?.Item));
      if (attempt === TRIES || !reasons.every(isPassing)) throw error;
      await delay(Math.random() * Math.min(1_000, 20 * 2 ** attempt));
    }
  }
}

const passing = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const isPassing = ({ Code }: { Code?: string | undefined }) => passing.has(Code ?? 'None');

// lib-dynamodb leaves the items inside exceptions in attribute-value form.
function itemOf(item: Parameters<typeof unmarshall>[0] | undefined): Item | undefined {
  return item === undefined || Object.keys(item).length === 0 ? undefined : (unmarshall(item) as Item);
}

function render(condition: Condition | undefined): {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
  ReturnValuesOnConditionCheckFailure?: 'ALL_OLD';
} {
  if (condition === undefined) return {};
  return {
    ConditionExpression: condition.expression,
    ...(condition.names && { ExpressionAttributeNames: condition.names }),
    ...(condition.values && { ExpressionAttributeValues: condition.values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}
