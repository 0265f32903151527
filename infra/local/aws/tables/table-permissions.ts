import { tableArn } from '../arns.ts';
import type { RequiredPermission } from '../iam/required-permission.ts';
import type { Members } from '../json-service.ts';
import { leadingKeysOf } from './leading-keys.ts';

/** Operations that concern no table in particular. */
const ACCOUNT_WIDE = new Set(['ListTables', 'DescribeLimits', 'DescribeEndpoints']);

/** The permissions that AWS checks for a DynamoDB call; a transaction needs the permission of each action and none for itself. */
export function tablePermissions(
  operation: string,
  input: Members,
  partitionKeyOf: (table: string, index?: string) => string | undefined,
): RequiredPermission[] {
  if (ACCOUNT_WIDE.has(operation)) return [{ action: `dynamodb:${operation}`, resource: '*' }];

  return accessesOf(operation, input).map(({ action, table, index, items, enclosing }) => {
    // A caller may name a table by its ARN.
    const partitionKey = items && partitionKeyOf(table.split('/').at(-1)!, index);
    const keys = partitionKey ? items.flatMap((item) => leadingKeysOf(item, partitionKey)) : [];
    const resource = tableArn(table) + (index ? `/index/${index}` : '');
    return {
      action: `dynamodb:${action}`,
      resource,
      context: {
        ...(keys.length > 0 && { 'dynamodb:LeadingKeys': keys }),
        ...(enclosing && { 'dynamodb:EnclosingOperation': operation }),
      },
    };
  });
}

interface Access {
  action: string;
  table: string;
  index?: string;
  /** Request parts that name partition keys; absent for operations on the table itself. */
  items?: Members[];
  enclosing?: boolean;
}

const ITEM_OPERATIONS = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query']);
const TRANSACT_ACTIONS: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function accessesOf(operation: string, input: Members): Access[] {
  if (operation === 'TransactWriteItems') return transactAccesses(input);
  if (operation === 'BatchGetItem') {
    const requests = (input.RequestItems ?? {}) as Record<string, { Keys?: Members[] }>;
    return Object.entries(requests).map(([table, { Keys = [] }]) => ({
      action: operation,
      table,
      items: Keys.map((Key) => ({ Key })),
    }));
  }

  const table = String(input.TableName ?? input.ResourceArn ?? '');
  const index = input.IndexName === undefined ? undefined : String(input.IndexName);
  return [{ action: operation, table, index, ...(ITEM_OPERATIONS.has(operation) && { items: [input] }) }];
}

function transactAccesses(input: Members): Access[] {
  const actions = (input.TransactItems ?? []) as Record<string, Members>[];
  return actions.flatMap((entry) =>
    Object.entries(entry).map(([kind, request]) => ({
      action: TRANSACT_ACTIONS[kind] ?? kind,
      table: String(request.TableName ?? ''),
      items: [request],
      enclosing: true,
    })),
  );
}
