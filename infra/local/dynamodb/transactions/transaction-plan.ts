import { AwsError } from '../../aws/aws-error.ts';
import { validationError } from '../aws-errors.ts';
import { checkWritten, storeKey, type WriteAction } from '../items/item-writes.ts';
import { type CheckedRequest, checkRequest } from '../requests/check-request.ts';
import type { Table } from '../tables/table.ts';
import type { TableCatalogue } from '../tables/table-catalogue.ts';

/** One action of a TransactWriteItems, checked but not yet tried. */
export interface PlannedAction {
  action: WriteAction | 'ConditionCheck';
  table: Table;
  request: CheckedRequest;
  /** The item's key in the store; absent when it doesn't fit the table. */
  key?: string;
  /** Why this action alone cancels the transaction. */
  invalid?: string;
  returnsOldItem: boolean;
}

const ACTIONS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheck',
} as const;

const MEMBERS = [
  'TableName',
  'Item',
  'Key',
  'UpdateExpression',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
];

/** The service refuses these as a bad request; any other mismatch with the table or the item cancels the transaction. */
const BAD_REQUEST = /^Item size has|cannot contain an empty/;

export function cancelsTransaction(error: unknown): error is AwsError {
  return error instanceof AwsError && !BAD_REQUEST.test(error.message);
}

/** @throws AwsError ValidationException, ResourceNotFoundException */
export function planAction(
  catalogue: TableCatalogue,
  item: Record<string, Record<string, unknown>>,
  index: number,
): PlannedAction {
  const kinds = Object.keys(item ?? {}).filter((kind) => item[kind]) as (keyof typeof ACTIONS)[];
  const kind = kinds[0];
  if (!kind || kinds.length > 1 || !ACTIONS[kind]) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const body = item[kind]!;
  const action = ACTIONS[kind];
  if (action === 'ConditionCheck' && !body.ConditionExpression) {
    throw validationError(
      `1 validation error detected: Value null at 'transactItems.${index + 1}.member.conditionCheck.` +
        "conditionExpression' failed to satisfy constraint: Member must not be null",
    );
  }
  // A ConditionCheck has the shape of a conditional delete, which is never carried out.
  const operation = action === 'ConditionCheck' ? 'DeleteItem' : action;
  const request = checkRequest(operation, Object.fromEntries(MEMBERS.map((member) => [member, body[member]])));
  const table = catalogue.get(request.TableName);
  const returnsOldItem = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
  const planned: PlannedAction = { action, table, request, returnsOldItem };
  try {
    planned.key = storeKey(table, request);
    checkWritten(table, request);
  } catch (error) {
    if (!cancelsTransaction(error)) throw error;
    planned.invalid = error.message;
  }
  return planned;
}
